package io.asteris.platform.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Turns one secret into independent keys, one per purpose: HKDF with SHA-256 and no salt (RFC 5869). */
final class Hkdf {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int HASH_OCTETS = 32;
    private static final int MAX_BLOCKS = 255;

    private Hkdf() {}

    /**
     * The key of a purpose.
     *
     * @param purpose names what the key is for; another purpose gives an unrelated key
     * @param octets how long the key is to be, at most 8,160
     */
    static byte[] derive(byte[] secret, String purpose, int octets) {
        if (octets < 1 || octets > MAX_BLOCKS * HASH_OCTETS) {
            throw new IllegalArgumentException(
                    "HKDF gives 1 to " + MAX_BLOCKS * HASH_OCTETS + " octets, not " + octets);
        }
        byte[] extracted = hmac(new byte[HASH_OCTETS], secret);
        return expand(extracted, purpose.getBytes(StandardCharsets.UTF_8), octets);
    }

    /** RFC 5869 2.2: the first step, with the salt as key. */
    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks " + ALGORITHM, missing);
        }
    }

    /** RFC 5869 2.3. */
    static byte[] expand(byte[] extracted, byte[] info, int octets) {
        byte[] all = new byte[octets];
        byte[] block = new byte[0];
        int filled = 0;
        for (int i = 1; filled < octets; i++) {
            block = hmac(extracted, block, info, new byte[] {(byte) i});
            int taken = Math.min(block.length, octets - filled);
            System.arraycopy(block, 0, all, filled, taken);
            filled += taken;
        }
        Arrays.fill(block, (byte) 0);
        return all;
    }
}
