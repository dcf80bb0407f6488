package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A display name with an address (RFC 5322 3.4), as it stands in From, To, Cc and Reply-To. The name is plain Unicode text
 * without quotes or encoding; it is empty when there is none.
 */
public record Mailbox(String name, EmailAddress address) {
    private static final int MAX_NAME_OCTETS = 320;

    /** @throws IllegalArgumentException when the name breaks {@link HeaderText} or is over-long */
    public Mailbox {
        HeaderText.check(name, MAX_NAME_OCTETS);
    }

    /** A mailbox without a display name. */
    public static Mailbox of(EmailAddress address) {
        return new Mailbox("", address);
    }

    /**
     * Reads {@code a@b}, {@code <a@b>}, {@code Name <a@b>} or {@code "Name" <a@b>} (with {@code \"} and {@code \\} inside the
     * quotes). Anything else, comments, groups and lists among it, is refused.
     *
     * @throws IllegalArgumentException saying what is wrong, never repeating the address itself
     */
    @JsonCreator
    public static Mailbox of(String text) {
        String trimmed = text.strip();
        if (!trimmed.endsWith(">")) {
            return of(EmailAddress.of(trimmed));
        }
        int open = trimmed.lastIndexOf('<');
        if (open < 0) {
            throw new IllegalArgumentException("an address in angle brackets lacks the opening one");
        }
        var address = EmailAddress.of(trimmed.substring(open + 1, trimmed.length() - 1));
        return new Mailbox(readName(trimmed.substring(0, open).strip()), address);
    }

    private static String readName(String phrase) {
        if (!phrase.startsWith("\"")) {
            if (phrase.chars().anyMatch(c -> c == '"' || c == '<' || c == '>' || c == '(' || c == ')')) {
                throw new IllegalArgumentException(
                        "a display name with quotes, brackets or parentheses must be quoted");
            }
            return phrase;
        }
        var name = new StringBuilder(phrase.length());
        for (int i = 1; i < phrase.length(); i++) {
            char c = phrase.charAt(i);
            if (c == '"') {
                if (i != phrase.length() - 1) {
                    throw new IllegalArgumentException("text stands between the quoted display name and the address");
                }
                return name.toString();
            }
            if (c == '\\' && ++i < phrase.length()) {
                c = phrase.charAt(i);
            }
            name.append(c);
        }
        throw new IllegalArgumentException("the quotes of a display name are not closed");
    }

    /** The text that {@link #of(String)} reads back to an equal mailbox. */
    @JsonValue
    public String text() {
        if (name.isEmpty()) {
            return address.text();
        }
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\" <" + address.text() + '>';
    }

    @Override
    public String toString() {
        return "*** <" + address + '>';
    }
}
