package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;

/**
 * Names one client installation. An opaque word of 1 to 40 lower-case letters, digits and hyphens, so that it can stand in
 * a topic key, a path and a URI without escaping. {@link #ALL} alone stands for every site, as the scope of a suppression.
 */
public record SiteId(@JsonValue String value) {
    private static final int LONGEST = 40;

    /** Every site: the scope of a suppression that holds for all of them. No key and no message ever belongs to it. */
    public static final SiteId ALL = new SiteId("*");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int MINTED_LENGTH = 12;

    /** @throws IllegalArgumentException when the text is not of the form above, nor {@code *} */
    @JsonCreator
    public SiteId {
        if (!isWord(value) && !value.equals("*")) {
            throw new IllegalArgumentException("a site id has 1 to 40 lower-case letters, digits and hyphens");
        }
    }

    /** By hand, because every row and record has one. */
    private static boolean isWord(String value) {
        if (value.isEmpty() || value.length() > LONGEST || value.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** A new id of 60 random bits. */
    public static SiteId mint() {
        var text = new StringBuilder(MINTED_LENGTH);
        for (int i = 0; i < MINTED_LENGTH; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new SiteId(text.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
