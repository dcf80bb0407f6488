package io.asteris.local.inbox;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The argument of MAIL or RCPT: an address in angle brackets and parameters (RFC 5321 4.1.1).
 *
 * @param address without brackets; empty for the null reverse-path
 * @param parameters upper-case, as {@code KEYWORD} or {@code KEYWORD=value}
 */
record SmtpPath(String address, List<String> parameters) {
    SmtpPath {
        parameters = List.copyOf(parameters);
    }

    /** Reads what follows the verb; {@code keyword} is {@code FROM:} or {@code TO:}. Empty when it is no such argument. */
    static Optional<SmtpPath> parse(String keyword, String argument) {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
            return Optional.empty();
        }
        String rest = argument.substring(keyword.length()).strip();
        int end = closingBracket(rest);
        if (!rest.startsWith("<") || end < 0) {
            return Optional.empty();
        }
        String parameters = rest.substring(end + 1).strip().toUpperCase(Locale.ROOT);
        return Optional.of(new SmtpPath(
                rest.substring(1, end), parameters.isEmpty() ? List.of() : List.of(parameters.split(" +", -1))));
    }

    /** A quoted local part may hold the bracket itself. */
    private static int closingBracket(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    /** Shows no address. */
    @Override
    public String toString() {
        return "SmtpPath[parameters=" + parameters + "]";
    }
}
