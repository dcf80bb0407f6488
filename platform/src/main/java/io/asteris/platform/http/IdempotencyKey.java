package io.asteris.platform.http;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Idempotency-Key} of a post (IETF draft-ietf-httpapi-idempotency-key-header): 1 to 255 printable ASCII characters,
 * bare or as a quoted string (RFC 8941 3.3.3), which names the same key.
 */
public record IdempotencyKey(String value) {
    /** The header's name. */
    public static final String HEADER = "Idempotency-Key";

    /** Marks an answer that repeats an earlier one. */
    public static final String REPLAYED = "Idempotent-Replayed";

    private static final int MAX_LENGTH = 255;

    /**
     * Reads the header; empty when it is not there.
     *
     * @throws ProblemException {@code 400} when it is no key
     */
    public static Optional<IdempotencyKey> read(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        String key = text.startsWith("\"") ? unquoted(text) : text;
        if (key.isEmpty() || key.length() > MAX_LENGTH || !key.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw refused();
        }
        return Optional.of(new IdempotencyKey(key));
    }

    private static String unquoted(String text) {
        var key = new StringBuilder(text.length());
        int last = text.length() - 1;
        for (int i = 1; i < last; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < last) {
                i++;
                c = text.charAt(i);
            } else if (c == '"' || c == '\\') {
                throw refused();
            }
            key.append(c);
        }
        if (last == 0 || text.charAt(last) != '"') {
            throw refused();
        }
        return key.toString();
    }

    private static ProblemException refused() {
        String detail = "an Idempotency-Key has 1 to " + MAX_LENGTH + " printable ASCII characters, bare or in quotes";
        return new ProblemException(ProblemType.UNREADABLE, "The header is wrong: " + detail + ".")
                .with(List.of(new FieldError(HEADER, detail)));
    }
}
