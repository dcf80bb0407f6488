package io.asteris.dispatcher.mime;

import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Header;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The headers that a caller may set, with the rules for them, for providers that put the message together themselves. */
public final class PlainHeaders {
    /** API.md, "Send body": ours to set. The accept path refuses them; a second From must never slip through. */
    private static final Set<String> OURS = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "reply-to",
            "date",
            "message-id",
            "subject",
            "mime-version",
            "dkim-signature",
            "return-path",
            "received");

    private static final List<String> OURS_BY_PREFIX = List.of("content-", "resent-", "x-asteris-");

    /** Values that mail programs read literally: encoding or folding inside a URL makes them useless. */
    private static final Set<String> LITERAL = Set.of("list-unsubscribe", "list-unsubscribe-post");

    private PlainHeaders() {}

    /**
     * The caller's own headers and those of one-click unsubscribe: in ASCII, not folded, in their order.
     *
     * @throws UnrenderableMessageException when one breaks a rule that it should have been refused for at the door
     */
    public static List<Header> of(Envelope envelope) {
        List<Header> headers = new ArrayList<>();
        boolean unsubscribeIsOurs = envelope.unsubscribeUrl() != null;
        if (envelope.unsubscribeUrl() != null) {
            headers.addAll(unsubscribe(envelope.unsubscribeUrl()));
        }
        for (Header each : envelope.headers()) {
            if (each.name().equals(MessageRenderer.KEPT_ID)) {
                continue;
            }
            String value = theirs(each.name(), each.value());
            if (!isLiteral(each.name()) || !unsubscribeIsOurs) {
                headers.add(new Header(each.name(), value));
            }
        }
        return headers;
    }

    /**
     * A text as it stands outside a header: in Unicode, without control characters.
     *
     * @param where it stands, for the words of the exception
     * @throws UnrenderableMessageException when it has any
     */
    public static String checked(String where, String text) {
        HeaderText.refuseControls(where, text);
        return text;
    }

    static boolean isLiteral(String name) {
        return LITERAL.contains(name.toLowerCase(Locale.ROOT));
    }

    /** RFC 8058: both, or one-click does not work. */
    static List<Header> unsubscribe(URI url) {
        String text = url.toASCIIString();
        boolean safe = text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '<' && c != '>' && c != ',');
        if (!safe || !"https".equalsIgnoreCase(url.getScheme())) {
            throw new UnrenderableMessageException(
                    "the unsubscribe_url is no https address, or has a comma, bracket or space in it");
        }
        return List.of(
                new Header("List-Unsubscribe", "<" + text + ">"),
                new Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }

    static String theirs(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (OURS.contains(lower) || OURS_BY_PREFIX.stream().anyMatch(lower::startsWith)) {
            throw new UnrenderableMessageException("the header " + name + " is not the caller's to set");
        }
        if (!isLiteral(name)) {
            return HeaderText.encoded(name, value);
        }
        HeaderText.refuseControls(name, value);
        return asciiUrls(value.strip());
    }

    /** RFC 3987 3.1: what is beyond ASCII in an address of the web is percent-encoded UTF-8. */
    private static String asciiUrls(String value) {
        var ascii = new StringBuilder(value.length());
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (octet < 0) {
                ascii.append(String.format("%%%02X", octet & 0xff));
            } else {
                ascii.append((char) octet);
            }
        }
        return ascii.toString();
    }
}
