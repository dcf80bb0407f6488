package io.asteris.ingest.provider.mailgun;

import io.asteris.ingest.provider.UnreadablePostException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields of a form post, Mailgun's way before 2018. Custom variables stand beside Mailgun's fields, so a name can come twice:
 * of the signature the last is Mailgun's, of all else the first.
 */
final class MailgunForm {
    private static final int MOST_FIELDS = 1_000;
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]{1,70})\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("name=\"([^\"]{0,200})\"", Pattern.CASE_INSENSITIVE);

    private final Map<String, List<String>> fields;

    private MailgunForm(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /** @throws UnreadablePostException when it is no form */
    static MailgunForm read(byte[] body, String contentType) {
        var form = new MailgunForm(new HashMap<>());
        // Octets to characters one to one, so that nothing is lost before the parts are decoded.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        if (contentType.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            form.readParts(text, contentType);
        } else {
            form.readPairs(text);
        }
        return form;
    }

    Optional<String> first(String name) {
        return Optional.ofNullable(fields.get(name)).map(List::getFirst);
    }

    Optional<String> last(String name) {
        return Optional.ofNullable(fields.get(name)).map(List::getLast);
    }

    private void readPairs(String text) {
        for (String pair : text.strip().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                add(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
    }

    private void readParts(String text, String contentType) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw new UnreadablePostException("the form names no boundary");
        }
        for (String part : text.split(Pattern.quote("--" + boundary.group(1)), -1)) {
            int blank = part.indexOf("\r\n\r\n");
            Matcher name = NAME.matcher(blank < 0 ? "" : part.substring(0, blank));
            if (name.find()) {
                String value = part.substring(blank + 4);
                add(name.group(1), utf8(value.endsWith("\r\n") ? value.substring(0, value.length() - 2) : value));
            }
        }
    }

    private void add(String name, String value) {
        if (fields.size() >= MOST_FIELDS) {
            throw new UnreadablePostException("the form has more than " + MOST_FIELDS + " fields");
        }
        fields.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(utf8(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw new UnreadablePostException("the form is not percent-encoded");
        }
    }

    private static String utf8(String oneToOne) {
        return new String(oneToOne.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
