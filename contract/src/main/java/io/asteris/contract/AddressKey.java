package io.asteris.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that turns addresses into {@link AddressHash}es: the first 16 octets of HMAC-SHA-256 over site, a zero octet and
 * the canonical address. Gateway, dispatcher, webhook-ingest and log-service share it; it does not rotate with the master key,
 * because the suppression list is made of its hashes.
 */
public final class AddressKey {
    /** The scope of a hash that holds for all sites. */
    public static final String ALL_SITES = "*";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_OCTETS = 32;
    private static final int HASH_OCTETS = 16;
    private static final byte FOR_ADDRESSES = 0;
    private static final byte FOR_WORDS = 1;

    /** Keyed once and copied for each use: looking it up and keying it costs more than the hash. */
    private final Mac keyed;

    /** @throws IllegalArgumentException when the secret has fewer than 32 octets */
    public AddressKey(byte[] secret) {
        if (secret.length < MIN_OCTETS) {
            throw new IllegalArgumentException("the address key has at least 32 octets");
        }
        try {
            this.keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks " + ALGORITHM, missing);
        }
    }

    /** The hash of an address on one site. */
    public AddressHash hash(SiteId site, EmailAddress address) {
        return hash(site.value(), address);
    }

    /** The hash of an address in the scope "all sites". */
    public AddressHash hashForAllSites(EmailAddress address) {
        return hash(ALL_SITES, address);
    }

    /** Stands for a word of a body on one site, where the body itself is sealed; no address has the same hash. */
    public long hashOfWord(SiteId site, String word) {
        return ByteBuffer.wrap(hmac(site.value(), FOR_WORDS, word)).getLong();
    }

    private AddressHash hash(String scope, EmailAddress address) {
        byte[] kept = Arrays.copyOf(hmac(scope, FOR_ADDRESSES, address.canonical()), HASH_OCTETS);
        return new AddressHash(Base64.getUrlEncoder().withoutPadding().encodeToString(kept));
    }

    private byte[] hmac(String scope, byte separator, String text) {
        try {
            Mac mac = (Mac) keyed.clone();
            mac.update(scope.getBytes(StandardCharsets.UTF_8));
            mac.update(separator);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException foreign) {
            throw new IllegalStateException("this JDK's " + ALGORITHM + " cannot be copied", foreign);
        }
    }
}
