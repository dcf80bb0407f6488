package io.asteris.dispatcher.provider;

import io.asteris.dispatcher.provider.SeenMail.File;
import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a message with another library than the one that wrote it. */
public final class MimeReader {
    private final List<File> files = new ArrayList<>();
    private String text = "";
    private String html = "";

    private MimeReader() {}

    /**
     * Decodes a message.
     *
     * @param bcc who else it goes to
     * @param correlation where that stands outside the message; null for its header
     */
    public static SeenMail read(byte[] message, List<String> bcc, @Nullable String correlation) {
        try {
            var mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message));
            var reader = new MimeReader();
            reader.part(mail);
            return new SeenMail(
                    people(mail.getFrom()).getFirst(),
                    people(mail.getHeader("Reply-To") == null ? null : mail.getReplyTo()),
                    people(mail.getRecipients(Message.RecipientType.TO)),
                    people(mail.getRecipients(Message.RecipientType.CC)),
                    bcc,
                    Objects.requireNonNullElse(mail.getSubject(), ""),
                    reader.text,
                    reader.html,
                    headers(mail),
                    reader.files,
                    correlation == null ? mail.getHeader("X-Asteris-Message-Id", null) : correlation);
        } catch (MessagingException | IOException unreadable) {
            throw new AssertionError("no message", unreadable);
        }
    }

    private void part(Part part) throws MessagingException, IOException {
        if (part.getContent() instanceof MimeMultipart many) {
            for (int i = 0; i < many.getCount(); i++) {
                BodyPart each = many.getBodyPart(i);
                part(each);
            }
        } else if (part.getFileName() != null) {
            boolean inline = Part.INLINE.equalsIgnoreCase(part.getDisposition());
            String[] id = part.getHeader("Content-ID");
            files.add(File.of(
                    MimeUtility.decodeText(part.getFileName()),
                    inline && id != null ? id[0].replaceAll("[<>]", "") : "",
                    part.getInputStream().readAllBytes()));
        } else if (part.isMimeType("text/html")) {
            html = String.valueOf(part.getContent());
        } else {
            text = String.valueOf(part.getContent());
        }
    }

    private static Map<String, String> headers(MimeMessage mail) throws MessagingException, IOException {
        Map<String, String> headers = new HashMap<>();
        for (String name : List.of("X-Order", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID")) {
            if (mail.getHeader(name) != null) {
                headers.put(
                        name.toLowerCase(Locale.ROOT),
                        MimeUtility.decodeText(MimeUtility.unfold(mail.getHeader(name)[0])));
            }
        }
        return headers;
    }

    private static List<String> people(Address @Nullable [] addresses) {
        return Arrays.stream(Objects.requireNonNullElse(addresses, new Address[0]))
                .map(InternetAddress.class::cast)
                .flatMap(each -> each.isGroup()
                        ? Stream.empty()
                        : Stream.of(SeenMail.mailbox(
                                Objects.requireNonNullElse(each.getPersonal(), ""), each.getAddress())))
                .toList();
    }
}
