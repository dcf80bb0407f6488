package io.asteris.platform.crypto;

import io.asteris.contract.SiteId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwe.ContentEncryptionAlgorithmIdentifiers;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwe.KeyManagementAlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/**
 * Keeps small secrets at rest (provider credentials, OAuth tokens, an admin's address in an event) as JWE compact (RFC 7516):
 * {@code dir} with {@code A256CBC-HS512} (RFC 7518 5.2.5), the master key's id as {@code kid}. Site and record stand in the
 * protected header and are compared when it is opened, so that a value copied to another row or site opens nowhere.
 */
@Singleton
public final class SecretBox {
    private static final String PURPOSE = "asteris secret-box v1";
    private static final int KEY_OCTETS = 64;
    private static final String SITE = "site";
    private static final String RECORD = "rec";
    private static final String CANNOT = "a sealed secret cannot be opened: ";
    private static final AlgorithmConstraints ONLY_DIRECT =
            new AlgorithmConstraints(ConstraintType.PERMIT, KeyManagementAlgorithmIdentifiers.DIRECT);
    private static final AlgorithmConstraints ONLY_CBC_HS512 = new AlgorithmConstraints(
            ConstraintType.PERMIT, ContentEncryptionAlgorithmIdentifiers.AES_256_CBC_HMAC_SHA_512);

    private final MasterKeys masterKeys;
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

    public SecretBox(MasterKeys masterKeys) {
        this.masterKeys = masterKeys;
    }

    /**
     * Seals a text with the current master key.
     *
     * @param record names the place where it is kept, for example {@code provider/main/password}; open asks for the same
     * @return ASCII, about 4/3 of the text and 180 characters more
     */
    public String seal(SiteId site, String record, String clear) {
        try {
            var jwe = new JsonWebEncryption();
            jwe.setAlgorithmHeaderValue(KeyManagementAlgorithmIdentifiers.DIRECT);
            jwe.setEncryptionMethodHeaderParameter(ContentEncryptionAlgorithmIdentifiers.AES_256_CBC_HMAC_SHA_512);
            jwe.setKeyIdHeaderValue(masterKeys.currentKid());
            jwe.setHeader(SITE, site.value());
            jwe.setHeader(RECORD, record);
            jwe.setKey(key(masterKeys.currentKid()));
            jwe.setPayload(clear);
            return jwe.getCompactSerialization();
        } catch (JoseException broken) {
            throw new IllegalStateException("a secret could not be sealed", broken);
        }
    }

    /**
     * Opens what was sealed for this site and record, with whichever master key sealed it.
     *
     * @throws UnopenableSecretException when it was changed, belongs elsewhere, or its master key is not configured
     */
    public String open(SiteId site, String record, String jwe) {
        try {
            var sealed = new JsonWebEncryption();
            sealed.setAlgorithmConstraints(ONLY_DIRECT);
            sealed.setContentEncryptionAlgorithmConstraints(ONLY_CBC_HS512);
            sealed.setCompactSerialization(jwe);
            sealed.setKey(key(sealed.getKeyIdHeaderValue() == null ? "" : sealed.getKeyIdHeaderValue()));
            String clear = sealed.getPayload();
            if (!site.value().equals(sealed.getHeader(SITE)) || !record.equals(sealed.getHeader(RECORD))) {
                throw new UnopenableSecretException(CANNOT + "it belongs to another site or record");
            }
            return clear;
        } catch (JoseException | ClassCastException unreadable) {
            // Its message may quote the value.
            throw new UnopenableSecretException(CANNOT + "it was changed, or is none");
        }
    }

    /** How every text begins that is sealed with the current master key, and no other text. */
    public String currentStart() {
        String header =
                "{\"alg\":\"dir\",\"enc\":\"A256CBC-HS512\",\"kid\":\"" + masterKeys.currentKid() + "\",\"site\"";
        int whole = header.length() - header.length() % 3;
        return Base64.getUrlEncoder().encodeToString(header.substring(0, whole).getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Seals anew with the current master key what any of them sealed, for the same site and record.
     *
     * @throws UnopenableSecretException when it was changed, or its master key is not configured
     */
    public String reseal(String jwe) {
        try {
            var sealed = new JsonWebEncryption();
            sealed.setCompactSerialization(jwe);
            var site = new SiteId(String.valueOf(sealed.getHeader(SITE)));
            String record = String.valueOf(sealed.getHeader(RECORD));
            return seal(site, record, open(site, record, jwe));
        } catch (JoseException | IllegalArgumentException unreadable) {
            throw new UnopenableSecretException(CANNOT + "it was changed, or is none");
        }
    }

    private SecretKey key(String kid) {
        if (!masterKeys.kids().contains(kid)) {
            keys.remove(kid);
        }
        return keys.computeIfAbsent(kid, id -> masterKeys
                .derive(id, PURPOSE, KEY_OCTETS)
                .map(octets -> new SecretKeySpec(octets, "AES"))
                .orElseThrow(() -> new UnopenableSecretException(
                        CANNOT + "its master key is not among those of asteris.master-key")));
    }
}
