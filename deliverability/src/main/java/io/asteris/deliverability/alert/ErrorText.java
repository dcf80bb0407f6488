package io.asteris.deliverability.alert;

import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.MessageStateChanged;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What went wrong, short enough to be grouped by, and without an address. */
public final class ErrorText {
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>(),;:\"]+@[^\\s<>(),;:\"]+");
    /** Queue ids and the like, which differ from message to message. */
    private static final Pattern CHANGING = Pattern.compile("\\b(?=[A-Za-z0-9_-]*[0-9])[A-Za-z0-9_-]{8,}\\b");

    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");
    private static final int LONGEST = 160;

    private ErrorText() {}

    static @Nullable String of(AttemptRecorded attempt) {
        String code = attempt.code() == null ? "" : attempt.code().toString();
        String text = attempt.text();
        boolean repeated = !code.isEmpty() && text.startsWith(code);
        boolean known = attempt.enhanced() != null && text.contains(attempt.enhanced());
        return clean(
                Stream.of(repeated ? "" : code, known ? "" : Objects.requireNonNullElse(attempt.enhanced(), ""), text)
                        .filter(part -> !part.isBlank())
                        .collect(Collectors.joining(" ")));
    }

    static @Nullable String of(MessageStateChanged change) {
        return clean(change.reason());
    }

    /** The text without addresses. */
    public static String masked(String text) {
        return ADDRESS.matcher(text).replaceAll("***");
    }

    /** The text without addresses and what differs from message to message, in one line. */
    public static @Nullable String clean(String text) {
        String clean = NOT_PRINTABLE
                .matcher(ADDRESS.matcher(text).replaceAll("***"))
                .replaceAll(" ")
                .strip();
        String grouped = CHANGING.matcher(clean).replaceAll("…");
        String cut = grouped.length() > LONGEST ? grouped.substring(0, LONGEST) + "…" : grouped;
        return cut.isEmpty() ? null : cut;
    }
}
