package io.asteris.platform.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** An opaque place in a list: the key of the last row of the page before. */
public final class Cursor {
    private static final String SEPARATOR = "\n";
    private static final int MAX_LENGTH = 512;

    private Cursor() {}

    /** The text that stands for these key values. */
    public static String of(String... key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, key).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The key values of a cursor that a client gave back.
     *
     * @param size how many values the list's key has
     * @throws ProblemException {@code 422} when the text is none of ours
     */
    public static List<String> read(String cursor, int size) {
        if (cursor.length() <= MAX_LENGTH) {
            try {
                String key = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                List<String> values = List.of(key.split(SEPARATOR, -1));
                if (values.size() == size) {
                    return values;
                }
            } catch (IllegalArgumentException notBase64) {
                // Falls through to the one answer for all foreign cursors.
            }
        }
        throw foreign();
    }

    /** The {@code 422} for a cursor that is none of ours. */
    public static ProblemException foreign() {
        return ProblemException.invalid("?cursor", "this cursor is not one that a list answered; start without one");
    }
}
