package io.asteris.platform.auth;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an API key: {@code ast_<id>_<secret>}. The id is public and finds the key, the secret has 256 random bits and is
 * shown once.
 */
public record ApiKey(String id, String secret) {
    private static final Pattern FORM = Pattern.compile("ast_([0-9a-z]{8})_([A-Za-z0-9_-]{43,64})");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int ID_LENGTH = 8;
    private static final int SECRET_OCTETS = 32;

    /** A new key. */
    public static ApiKey mint() {
        var id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_ALPHABET.charAt(RANDOM.nextInt(ID_ALPHABET.length())));
        }
        byte[] secret = new byte[SECRET_OCTETS];
        RANDOM.nextBytes(secret);
        return new ApiKey(id.toString(), Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** Reads the text of a key; empty when it does not have the form of one. */
    public static Optional<ApiKey> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new ApiKey(form.group(1), form.group(2))) : Optional.empty();
    }

    /** The whole text, as its owner keeps it. */
    public String text() {
        return "ast_" + id + '_' + secret;
    }

    @Override
    public String toString() {
        return "API key " + id;
    }
}
