package io.asteris.gateway.idempotency;

import io.asteris.contract.MessageKind;
import io.asteris.contract.content.Header;
import io.asteris.contract.content.Recipient;
import io.asteris.gateway.request.Attachment;
import io.asteris.gateway.request.SendRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over what a request means rather than over its text: the order of JSON fields, white space, or one address in place of an
 * array of one make no difference. Each value is preceded by its length, so that no two requests read alike.
 */
public final class Fingerprint {
    private static final int NOTHING = -1;

    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK lacks SHA-256", missing);
        }
    }

    /** The fingerprint of one message: 32 octets. */
    public static byte[] of(MessageKind kind, SendRequest request) {
        var fingerprint = new Fingerprint();
        fingerprint.text(kind.word());
        fingerprint.request(request);
        return fingerprint.digest.digest();
    }

    /** The fingerprint of a batch, which is compared as it was sent. */
    public static byte[] ofBatch(byte[] body) {
        var fingerprint = new Fingerprint();
        fingerprint.text("batch");
        fingerprint.octets(body);
        return fingerprint.digest.digest();
    }

    private void request(SendRequest request) {
        text(request.from() == null ? null : request.from().text());
        count(request.recipients().size());
        for (Recipient recipient : request.recipients()) {
            text(recipient.field().word());
            text(recipient.mailbox().text());
        }
        count(request.replyTo().size());
        request.replyTo().forEach(mailbox -> text(mailbox.text()));
        text(request.subject());
        text(request.body().html());
        text(request.body().text());
        count(request.headers().size());
        request.headers().stream().sorted(Comparator.comparing(Header::name)).forEach(header -> {
            text(header.name());
            text(header.value());
        });
        count(request.attachments().size());
        request.attachments().forEach(this::attachment);
        text(request.source());
        count(request.tags().size());
        request.tags().forEach(this::text);
        count(request.metadata().size());
        request.metadata().forEach((key, value) -> {
            text(key);
            text(value);
        });
        object(request.scheduledAt());
        object(request.expiresAt());
        object(request.unsubscribeUrl());
        object(request.sensitive());
        object(request.onUnknown());
        text(request.provider());
    }

    private void attachment(Attachment attachment) {
        text(attachment.info().filename());
        text(attachment.info().contentType());
        text(attachment.info().contentId());
        octets(attachment.content());
    }

    private void object(@Nullable Object value) {
        text(value == null ? null : value.toString());
    }

    private void text(@Nullable String text) {
        if (text == null) {
            count(NOTHING);
        } else {
            octets(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void octets(byte[] octets) {
        count(octets.length);
        digest.update(octets);
    }

    private void count(long count) {
        number.clear();
        digest.update(number.putLong(count).flip());
    }
}
