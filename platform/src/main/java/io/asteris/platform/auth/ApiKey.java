package io.asteris.platform.auth;

import io.asteris.contract.Base64Url;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The text of an API key: {@code ast_<id>_<secret>}. The id is public and finds the key, the secret has 256 random bits and is
 * shown once.
 */
public record ApiKey(String id, String secret) {
    private static final String PREFIX = "ast_";
    private static final int SHORTEST_SECRET = 43;
    private static final int LONGEST_SECRET = 64;
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
        int end = PREFIX.length() + ID_LENGTH;
        if (!text.startsWith(PREFIX) || text.length() <= end || text.charAt(end) != '_') {
            return Optional.empty();
        }
        var key = new ApiKey(text.substring(PREFIX.length(), end), text.substring(end + 1));
        return key.isWellFormed() ? Optional.of(key) : Optional.empty();
    }

    private boolean isWellFormed() {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return secret.length() >= SHORTEST_SECRET && secret.length() <= LONGEST_SECRET && Base64Url.consistsOf(secret);
    }

    /** The whole text, as its owner keeps it. */
    public String text() {
        return PREFIX + id + '_' + secret;
    }

    @Override
    public String toString() {
        return "API key " + id;
    }
}
