package io.asteris.gateway.request;

import io.asteris.contract.content.Header;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a caller's own headers and keeps out those that are ours to set. */
final class HeaderFields {
    static final int MAX_HEADERS = 50;
    static final int MAX_NAME_OCTETS = 76;
    static final int MAX_VALUE_OCTETS = 4096;
    static final int MAX_ALL_OCTETS = 16 * 1024;

    /** RFC 5322 2.1.1 allows a line 998 octets; what has no white space cannot be folded. */
    static final int MAX_UNFOLDABLE = 900;

    private static final Set<String> OURS = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "date",
            "message-id",
            "subject",
            "mime-version",
            "dkim-signature",
            "return-path",
            "received",
            "x-smtpapi");
    private static final List<String> OUR_FAMILIES = List.of("content-", "x-ses-", "x-mailgun-", "x-asteris-");
    private static final Set<String> UNSUBSCRIBE = Set.of("list-unsubscribe", "list-unsubscribe-post");

    private final JsonValues values;
    private final Findings findings;
    private final List<Header> headers = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int octets;

    HeaderFields(JsonValues values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    void read(String pointer) throws IOException {
        values.members(pointer, MAX_HEADERS, (place, name, index) -> header(place, name));
        if (octets > MAX_ALL_OCTETS) {
            findings.add(pointer, "all headers together have at most " + MAX_ALL_OCTETS + " octets");
        }
    }

    private void header(String pointer, String name) throws IOException {
        String value = values.text(pointer);
        if (value == null) {
            return;
        }
        String refusal = refusal(name);
        if (refusal != null) {
            findings.add(pointer, refusal);
        } else if (Texts.header(findings, pointer, value, MAX_VALUE_OCTETS)) {
            octets += name.length() + value.length();
            if (longestWord(value) > MAX_UNFOLDABLE) {
                findings.add(pointer, "a header value needs white space at least every " + MAX_UNFOLDABLE + " octets");
            }
            headers.add(new Header(name, value));
        }
    }

    private @Nullable String refusal(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.length() > MAX_NAME_OCTETS || !name.chars().allMatch(HeaderFields::isFieldText)) {
            return "a header name has 1 to " + MAX_NAME_OCTETS + " printable ASCII characters without a colon";
        }
        if (OURS.contains(folded) || OUR_FAMILIES.stream().anyMatch(folded::startsWith)) {
            return "this header is set by the gateway and cannot be given";
        }
        if (folded.equals("reply-to")) {
            return "give the field reply_to instead of this header";
        }
        return names.add(folded) ? null : "this header stands twice, in different spelling";
    }

    /** RFC 5322 2.2: printable US-ASCII except the colon. */
    private static boolean isFieldText(int c) {
        return c > 0x20 && c < 0x7f && c != ':';
    }

    private static int longestWord(String value) {
        int longest = 0;
        int length = 0;
        for (int i = 0; i < value.length(); i++) {
            length = value.charAt(i) == ' ' ? 0 : length + 1;
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /** One-click unsubscribe (RFC 8058) comes from the URL alone, lest the pair of headers stands there twice. */
    void refuseUnsubscribe(String pointer) {
        for (Header header : headers) {
            if (UNSUBSCRIBE.contains(header.name().toLowerCase(Locale.ROOT))) {
                findings.add(pointer + Findings.step(header.name()), "unsubscribe_url already makes this header");
            }
        }
    }

    List<Header> headers() {
        return headers;
    }
}
