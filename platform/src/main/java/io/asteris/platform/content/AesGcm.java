package io.asteris.platform.content;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM with a random nonce of 96 bits (NIST SP 800-38D 8.2.2): good for 2^32 blobs under one key. */
final class AesGcm {
    static final int NONCE_OCTETS = 12;
    static final int TAG_OCTETS = 16;

    private static final int TAG_BITS = 8 * TAG_OCTETS;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Spares<Cipher> CIPHERS = new Spares<>(AesGcm::cipher, ignored -> {});

    private AesGcm() {}

    /**
     * Appends nonce, ciphertext and tag.
     *
     * @param target has room for {@link #NONCE_OCTETS}, the clear octets and {@link #TAG_OCTETS}
     * @param associated what is not stored but must be the same when it is opened
     */
    static void seal(SecretKey key, byte[] associated, ByteBuffer clear, ByteBuffer target) {
        byte[] nonce = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(nonce);
        target.put(nonce);
        CIPHERS.lend(cipher -> {
            try {
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
                cipher.updateAAD(associated);
                return cipher.doFinal(clear, target);
            } catch (GeneralSecurityException broken) {
                throw new IllegalStateException("AES-256-GCM does not work in this JVM", broken);
            }
        });
    }

    /**
     * Opens nonce, ciphertext and tag.
     *
     * @throws AEADBadTagException when key, associated octets or sealed octets are not those of {@link #seal}
     */
    static byte[] open(SecretKey key, byte[] associated, ByteBuffer sealed) throws AEADBadTagException {
        if (sealed.remaining() < NONCE_OCTETS + TAG_OCTETS) {
            throw new AEADBadTagException("too short");
        }
        byte[] nonce = new byte[NONCE_OCTETS];
        sealed.get(nonce);
        byte[] clear = new byte[sealed.remaining() - TAG_OCTETS];
        boolean genuine = CIPHERS.lend(cipher -> {
            try {
                cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
                cipher.updateAAD(associated);
                cipher.doFinal(sealed, ByteBuffer.wrap(clear));
                return true;
            } catch (AEADBadTagException changed) {
                return false;
            } catch (GeneralSecurityException broken) {
                throw new IllegalStateException("AES-256-GCM does not work in this JVM", broken);
            }
        });
        if (!genuine) {
            throw new AEADBadTagException("key, place or octets are others");
        }
        return clear;
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks AES/GCM/NoPadding", missing);
        }
    }
}
