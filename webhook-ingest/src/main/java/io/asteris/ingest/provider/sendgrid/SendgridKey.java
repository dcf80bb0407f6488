package io.asteris.ingest.provider.sendgrid;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** SendGrid's verification key: Base64 of a DER SubjectPublicKeyInfo on P-256; people paste it with PEM armour and line breaks too. */
public final class SendgridKey {
    private static final int LONGEST = 1_000;
    private static final int P256_BITS = 256;

    private SendgridKey() {}

    /**
     * The one form in which a key is kept: bare Base64 on one line.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static String normal(String pasted) {
        if (pasted.length() > LONGEST) {
            throw new IllegalArgumentException("a verification key has at most " + LONGEST + " characters");
        }
        String bare = pasted.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s+", "");
        PublicKey key;
        try {
            key = parse(bare);
        } catch (GeneralSecurityException | IllegalArgumentException none) {
            throw new IllegalArgumentException(
                    "this is no public key; paste the Verification Key as the provider shows it (it begins with MFkw)");
        }
        if (!(key instanceof ECPublicKey ec) || ec.getParams().getOrder().bitLength() != P256_BITS) {
            throw new IllegalArgumentException("the verification key is an elliptic-curve key on P-256");
        }
        return bare;
    }

    /** Whether this text is a public key, which is no secret and must not be taken for one. */
    public static boolean isPublicKey(String text) {
        try {
            normal(text);
            return true;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /** The key in its normal form. */
    static PublicKey parse(String normal) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(normal)));
    }
}
