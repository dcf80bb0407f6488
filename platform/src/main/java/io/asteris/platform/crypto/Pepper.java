package io.asteris.platform.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret without which a stored hash of an API key cannot be tried against guesses: a key is stored as HMAC-SHA-256 of its
 * whole text under the pepper. All services share it.
 */
public final class Pepper {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_OCTETS = 32;

    /** Keyed once and copied for each use: looking it up and keying it costs more than the hash. */
    private final Mac keyed;

    /** @throws IllegalArgumentException when the secret has fewer than 32 octets */
    public Pepper(byte[] secret) {
        if (secret.length < MIN_OCTETS) {
            throw new IllegalArgumentException(
                    "the pepper has " + secret.length + " octets, it needs at least " + MIN_OCTETS);
        }
        try {
            this.keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks " + ALGORITHM, missing);
        }
    }

    /** The 32 octets of HMAC-SHA-256 over the UTF-8 of the text. */
    public byte[] hmac(String text) {
        try {
            return ((Mac) keyed.clone()).doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException foreign) {
            throw new IllegalStateException("this JDK's " + ALGORITHM + " cannot be copied", foreign);
        }
    }

    /** The stored form of an API key: base64url of {@link #hmac} without padding, 43 characters. */
    public String hash(String apiKey) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(apiKey));
    }

    /** Whether this is the hash of that API key; takes the same time wherever they differ. */
    public boolean matches(String apiKey, String hash) {
        return MessageDigest.isEqual(
                hash(apiKey).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "Pepper[secret]";
    }
}
