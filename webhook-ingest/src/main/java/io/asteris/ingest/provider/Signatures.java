package io.asteris.ingest.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two functions that all signatures and nonces here are made of. */
public final class Signatures {
    private Signatures() {}

    /** HMAC-SHA-256 over these parts, one after the other. */
    public static byte[] hmac(String secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", missing);
        }
    }

    /** SHA-256 of some octets. */
    public static byte[] digest(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks SHA-256", missing);
        }
    }

    /** {@link #digest} in hexadecimal. */
    public static String fingerprint(byte[] octets) {
        return HexFormat.of().formatHex(digest(octets));
    }
}
