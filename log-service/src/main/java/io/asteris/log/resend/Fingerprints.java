package io.asteris.log.resend;

import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Collectors;

/** SHA-256 over what a request to send again says. */
final class Fingerprints {
    private Fingerprints() {}

    /** Of one message, to others or to its own recipients. Neither an id nor a mailbox holds a line break. */
    static byte[] of(MessageId message, List<Mailbox> others) {
        return of((message + "\n" + others.stream().map(Mailbox::text).collect(Collectors.joining("\n")))
                .getBytes(StandardCharsets.UTF_8));
    }

    /** Of a body, as it was sent. */
    static byte[] of(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK lacks SHA-256", missing);
        }
    }
}
