package io.asteris.deliverability.channel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret of a hook and its signatures (Standard Webhooks 1.0). */
public final class HookSecret {
    private static final String PREFIX = "whsec_";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int OCTETS = 32;
    private static final int FEWEST = 24;
    private static final int MOST = 64;
    private static final String ALGORITHM = "HmacSHA256";

    private HookSecret() {}

    /** A new secret of 256 random bits. */
    public static String mint() {
        byte[] octets = new byte[OCTETS];
        RANDOM.nextBytes(octets);
        return PREFIX + Base64.getEncoder().encodeToString(octets);
    }

    /** Whether a text is a secret: {@code whsec_} and Base64 of 24 to 64 octets. */
    public static boolean isOne(String text) {
        try {
            int octets = text.startsWith(PREFIX) ? key(text).length : 0;
            return octets >= FEWEST && octets <= MOST;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    static String sign(String secret, String id, long timestamp, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(secret), ALGORITHM));
            byte[] signature = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks " + ALGORITHM, missing);
        }
    }

    private static byte[] key(String secret) {
        return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }
}
