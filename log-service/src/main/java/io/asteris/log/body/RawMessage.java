package io.asteris.log.body;

import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Body;
import io.asteris.log.entry.Announcement;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.Letter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.address.Address;
import org.apache.james.mime4j.field.address.DefaultAddressParser;
import org.apache.james.mime4j.message.BodyPartBuilder;
import org.apache.james.mime4j.message.DefaultMessageWriter;
import org.apache.james.mime4j.message.MultipartBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Puts what the log keeps of a message together as RFC 5322 text, to look at and to save. It is not the octets that were sent:
 * those have headers of the provider's, and the attachments, which the log does not keep.
 */
final class RawMessage {
    private static final String QUOTED_PRINTABLE = "quoted-printable";

    private RawMessage() {}

    static String of(Entry entry, Body body) {
        try {
            Message.Builder message =
                    Message.Builder.of().setDate(Date.from(entry.message().instant()));
            Letter letter = entry.letter();
            Announcement announcement = entry.announcement();
            if (letter != null && announcement != null) {
                message.setSubject(letter.subject())
                        .setFrom(letter.sender())
                        .setTo(in(RecipientField.TO, letter, announcement))
                        .setCc(in(RecipientField.CC, letter, announcement));
            }
            var out = new ByteArrayOutputStream();
            new DefaultMessageWriter()
                    .writeMessage(message.setBody(alternatives(body)).build(), out);
            return out.toString(StandardCharsets.UTF_8);
        } catch (MimeException broken) {
            throw new IllegalStateException("an address that was accepted cannot be read", broken);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Multipart alternatives(Body body) throws IOException {
        var parts = MultipartBuilder.create("alternative");
        add(parts, body.text(), "plain");
        add(parts, body.html(), "html");
        return parts.build();
    }

    private static void add(MultipartBuilder parts, @Nullable String text, String subtype) throws IOException {
        if (text != null) {
            parts.addBodyPart(BodyPartBuilder.create()
                    .setBody(text, subtype, StandardCharsets.UTF_8)
                    .setContentTransferEncoding(QUOTED_PRINTABLE)
                    .build());
        }
    }

    private static List<Address> in(RecipientField field, Letter letter, Announcement announcement)
            throws MimeException {
        var addresses = new ArrayList<Address>();
        for (int position = 0; position < announcement.fields().size(); position++) {
            if (announcement.fields().get(position) == field
                    && position < letter.addresses().size()) {
                addresses.add(DefaultAddressParser.DEFAULT.parseMailbox(
                        letter.addresses().get(position)));
            }
        }
        return addresses;
    }
}
