package io.asteris.dispatcher.mime;

import io.asteris.contract.content.AttachmentInfo;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.apache.james.mime4j.dom.BinaryBody;
import org.apache.james.mime4j.field.Fields;
import org.apache.james.mime4j.message.BodyPart;
import org.apache.james.mime4j.message.HeaderImpl;

/** Makes a body part of an attachment: base64, named by RFC 2231, with a Content-ID where the text refers to it. */
final class AttachmentPart {
    private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]{1,127}";
    private static final Pattern TYPE = Pattern.compile("(" + TOKEN + ")/" + TOKEN + "(?:; ?" + TOKEN + "=(?:" + TOKEN
            + "|\"[\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]{0,127}\")){0,4}");
    private static final Pattern CONTENT_ID = Pattern.compile("[\\x21-\\x3b\\x3d\\x3f-\\x7e]{1,255}");

    private AttachmentPart() {}

    /** @param inline whether the text shows it in its place */
    static BodyPart of(AttachmentInfo info, byte[] octets, boolean inline) {
        var part = new BodyPart();
        part.setHeader(new HeaderImpl());
        part.getHeader().addField(HeaderLine.of("Content-Type", type(info.contentType())));
        part.getHeader().addField(Fields.contentTransferEncoding("base64"));
        String disposition = inline ? "inline" : "attachment";
        part.getHeader()
                .addField(HeaderLine.of(
                        "Content-Disposition", disposition + MimeParameter.of("filename", info.filename())));
        if (info.contentId() != null) {
            part.getHeader().addField(HeaderLine.of("Content-ID", contentId(info.contentId())));
        }
        part.setBody(new Octets(octets));
        return part;
    }

    /** Composite types must not be base64 (RFC 2045 6.4); they travel as octets, like what is no type at all. */
    private static String type(String given) {
        var form = TYPE.matcher(given.strip());
        if (!form.matches()
                || form.group(1).equalsIgnoreCase("multipart")
                || form.group(1).equalsIgnoreCase("message")) {
            return "application/octet-stream";
        }
        return HeaderText.fold("Content-Type: ".length(), given.strip());
    }

    private static String contentId(String id) {
        if (!CONTENT_ID.matcher(id).matches()) {
            throw new UnrenderableMessageException("a content_id has a character that it may not have");
        }
        return "<" + id + ">";
    }

    /** The octets of an attachment; they are encoded only while the message is sent. */
    static final class Octets extends BinaryBody {
        private final byte[] octets;

        Octets(byte[] octets) {
            this.octets = octets;
        }

        byte[] octets() {
            return octets;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(octets);
        }
    }
}
