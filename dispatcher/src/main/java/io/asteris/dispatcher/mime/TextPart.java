package io.asteris.dispatcher.mime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.field.Fields;
import org.apache.james.mime4j.message.BasicBodyFactory;
import org.apache.james.mime4j.message.BodyPart;
import org.apache.james.mime4j.message.HeaderImpl;

/** Makes a body part of text, in the transfer encoding that suits it (RFC 2045 6); the result has 7-bit octets only. */
final class TextPart {
    /** Longer lines would be legal up to 998, but the quoted form travels better. */
    private static final int MAX_LINE = 900;

    private static final String CRLF = "\r\n";

    private TextPart() {}

    /** @param subtype of {@code text}: plain or html */
    static BodyPart of(String subtype, String text) {
        byte[] octets = withCrlf(text).getBytes(StandardCharsets.UTF_8);
        var part = new BodyPart();
        part.setHeader(new HeaderImpl());
        describe(part, subtype, octets);
        return part;
    }

    private static void describe(Entity part, String subtype, byte[] octets) {
        part.getHeader().addField(HeaderLine.of("Content-Type", "text/" + subtype + "; charset=UTF-8"));
        part.getHeader().addField(Fields.contentTransferEncoding(encodingFor(octets)));
        part.setBody(BasicBodyFactory.INSTANCE.textBody(octets, StandardCharsets.UTF_8));
    }

    /** 7bit if it fits as it is, else whichever of the two encodings is shorter. */
    static String encodingFor(byte[] octets) {
        int line = 0;
        int escaped = 0;
        boolean plain = true;
        for (int i = 0; i < octets.length; i++) {
            byte octet = octets[i];
            boolean lineEnd = octet == '\r' || octet == '\n';
            line = lineEnd ? 0 : line + 1;
            boolean spaceAtEnd = octet == ' ' && (i + 1 == octets.length || octets[i + 1] == '\r');
            if (!lineEnd && octet != '\t' && (octet < ' ' || octet == 0x7f || octet == '=')) {
                escaped++;
                plain &= octet == '=';
            }
            plain &= line <= MAX_LINE && !spaceAtEnd;
        }
        // A mailbox file of old takes such a line for the start of another message.
        plain &= !startsALine(octets, "From ");
        if (plain) {
            return "7bit";
        }
        byte last = octets[octets.length - 1];
        if (last == ' ' || last == '\t') {
            // The library's quoted-printable leaves white space at the very end bare, and readers must drop it there.
            return "base64";
        }
        return escaped * 6L <= octets.length ? "quoted-printable" : "base64";
    }

    private static boolean startsALine(byte[] octets, String words) {
        byte[] wanted = words.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + wanted.length <= octets.length; i++) {
            boolean start = i == 0 || octets[i - 1] == '\n';
            if (start && Arrays.equals(octets, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    /** Every line end as CRLF, whatever it was (RFC 2046 4.1.1). */
    static String withCrlf(String text) {
        int end = lineEnd(text, 0);
        if (end == text.length()) {
            return text;
        }
        var out = new StringBuilder(text.length() + text.length() / 16);
        int start = 0;
        while (end < text.length()) {
            out.append(text, start, end).append(CRLF);
            start = end + (text.startsWith(CRLF, end) ? 2 : 1);
            end = lineEnd(text, start);
        }
        return out.append(text, start, end).toString();
    }

    /** Where the line ends that begins there. */
    private static int lineEnd(String text, int start) {
        int feed = text.indexOf('\n', start);
        int end = feed < 0 ? text.length() : feed;
        int carriageReturn = text.indexOf('\r', start, end);
        return carriageReturn < 0 ? end : carriageReturn;
    }
}
