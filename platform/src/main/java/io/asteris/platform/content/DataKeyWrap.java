package io.asteris.platform.content;

import io.asteris.contract.SiteId;
import io.asteris.platform.crypto.MasterKeys;
import io.asteris.platform.crypto.UnopenableSecretException;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Makes data keys, and wraps them with a key derived from the master key so that they can lie beside what they seal. */
@Singleton
final class DataKeyWrap {
    private static final String PURPOSE = "asteris data-key wrap v1";
    private static final String AES = "AES";
    private static final int KEY_OCTETS = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MasterKeys masterKeys;

    DataKeyWrap(MasterKeys masterKeys) {
        this.masterKeys = masterKeys;
    }

    /** The id of the master key with which new wraps are made. */
    String currentKid() {
        return masterKeys.currentKid();
    }

    /** A new data key. */
    static SecretKey mint() {
        byte[] octets = new byte[KEY_OCTETS];
        RANDOM.nextBytes(octets);
        return new SecretKeySpec(octets, AES);
    }

    /** The key under the current master key, for this site only. */
    byte[] wrap(SiteId site, SecretKey dataKey) {
        ByteBuffer target = ByteBuffer.allocate(AesGcm.NONCE_OCTETS + KEY_OCTETS + AesGcm.TAG_OCTETS);
        AesGcm.seal(key(currentKid()), place(site), ByteBuffer.wrap(dataKey.getEncoded()), target);
        return target.array();
    }

    /**
     * The key that was wrapped for this site.
     *
     * @throws UnopenableSecretException when that master key is not configured or is not the one that wrapped it
     */
    SecretKey unwrap(SiteId site, String kid, byte[] wrapped) {
        try {
            return new SecretKeySpec(AesGcm.open(key(kid), place(site), ByteBuffer.wrap(wrapped)), AES);
        } catch (AEADBadTagException wrong) {
            throw new UnopenableSecretException("the data key of site " + site + " cannot be opened: the master key "
                    + kid + " is not the one that wrapped it");
        }
    }

    private SecretKey key(String kid) {
        return masterKeys
                .derive(kid, PURPOSE, KEY_OCTETS)
                .map(octets -> new SecretKeySpec(octets, AES))
                .orElseThrow(() -> new UnopenableSecretException(
                        "a data key was wrapped by the master key " + kid + ", which asteris.master-key lacks"));
    }

    private static byte[] place(SiteId site) {
        return site.value().getBytes(StandardCharsets.UTF_8);
    }
}
