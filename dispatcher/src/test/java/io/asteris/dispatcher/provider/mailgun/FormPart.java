package io.asteris.dispatcher.provider.mailgun;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One part of a form with files (RFC 7578).
 *
 * @param filename empty when it is no file
 * @param type empty when none is given
 */
record FormPart(String name, String filename, String type, Buffer octets) {
    private static final Pattern NAME = Pattern.compile("; name=\"([^\"]*)\"");
    private static final Pattern FILENAME = Pattern.compile("; filename=\"([^\"]*)\"");
    private static final Pattern TYPE = Pattern.compile("(?i)Content-Type: (.*)");

    static List<FormPart> read(String contentType, Buffer body) {
        String boundary = contentType.replaceFirst("^.*boundary=", "");
        // One octet, one character.
        String[] pieces = body.toString(StandardCharsets.ISO_8859_1.name()).split(Pattern.quote("--" + boundary), -1);
        List<FormPart> parts = new ArrayList<>();
        for (int i = 1; i < pieces.length - 1; i++) {
            String[] halves = pieces[i].split("\r\n\r\n", 2);
            String head = new String(halves[0].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            byte[] octets = halves[1].substring(0, halves[1].length() - 2).getBytes(StandardCharsets.ISO_8859_1);
            parts.add(new FormPart(found(NAME, head), found(FILENAME, head), found(TYPE, head), Buffer.buffer(octets)));
        }
        return parts;
    }

    String text() {
        return octets.toString();
    }

    private static String found(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1).strip() : "";
    }
}
