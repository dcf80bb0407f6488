package io.asteris.platform.crypto;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The key from which all keys at rest are derived, and its predecessors: what is new is sealed with the current one, what a
 * predecessor sealed can still be opened. Nothing is ever sealed with a master key itself, only with keys derived per purpose.
 */
public final class MasterKeys {
    /** The id of a key that was given without one. */
    public static final String UNNAMED = "1";

    private static final int OCTETS = 32;
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private volatile Held held;

    private MasterKeys(Held held) {
        this.held = held;
    }

    /**
     * Reads the setting {@code asteris.master-key}: base64 of 32 octets, or {@code kid:base64,kid:base64,…} with the current
     * key first. A key without an id has the id {@code 1}.
     *
     * @throws IllegalArgumentException saying what is wrong with which key, never quoting it
     */
    public static MasterKeys parse(String setting) {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        String current = "";
        for (String entry : setting.strip().split(",", -1)) {
            int colon = entry.indexOf(':');
            String kid = colon < 0 ? UNNAMED : entry.substring(0, colon).strip();
            if (!KID.matcher(kid).matches()) {
                throw new IllegalArgumentException("the id of a master key has 1 to 32 letters, digits, '-' and '_'");
            }
            byte[] secret = secret(kid, entry.substring(colon + 1).strip());
            if (secrets.put(kid, secret) != null) {
                throw new IllegalArgumentException("two master keys have the id " + kid);
            }
            current = current.isEmpty() ? kid : current;
        }
        return new MasterKeys(new Held(current, secrets));
    }

    private static byte[] secret(String kid, String base64) {
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            // The decoder's message quotes a character of the secret.
            throw new IllegalArgumentException("the master key " + kid + " is not base64");
        }
        if (secret.length != OCTETS) {
            throw new IllegalArgumentException(
                    "the master key " + kid + " has " + secret.length + " octets, it needs " + OCTETS);
        }
        return secret;
    }

    /** The id of the key with which new things are sealed. */
    public String currentKid() {
        return held.currentKid();
    }

    /** The ids of all keys, the current one first. */
    public Set<String> kids() {
        return held.secrets().keySet();
    }

    /**
     * Works by those keys from now on. An id stays with its key: another key under the same id would make sealed things unreadable.
     *
     * @return whether they are others than before
     * @throws IllegalArgumentException when an id would change its key
     */
    public boolean replaceWith(MasterKeys newer) {
        Held before = held;
        Held after = newer.held;
        after.secrets().forEach((kid, secret) -> {
            byte[] known = before.secrets().get(kid);
            if (known != null && !MessageDigest.isEqual(known, secret)) {
                throw new IllegalArgumentException("the master key " + kid + " is another than before");
            }
        });
        held = after;
        return !List.copyOf(before.secrets().keySet())
                .equals(List.copyOf(after.secrets().keySet()));
    }

    /**
     * The key of a purpose, derived by HKDF-SHA-256 (RFC 5869) from the master key of that id.
     *
     * @param purpose names what the key is for, with a version; another purpose gives an unrelated key
     * @param octets how long the derived key is to be
     * @return empty when no master key has that id
     */
    public Optional<byte[]> derive(String kid, String purpose, int octets) {
        return Optional.ofNullable(held.secrets().get(kid)).map(secret -> Hkdf.derive(secret, purpose, octets));
    }

    /** {@link #derive} for the current key. */
    public byte[] deriveCurrent(String purpose, int octets) {
        return derive(currentKid(), purpose, octets).orElseThrow();
    }

    /** The ids of all keys, the current one first; no secret. */
    @Override
    public String toString() {
        return "MasterKeys" + held.secrets().keySet();
    }

    /** The keys of one moment, the current one first. */
    private record Held(String currentKid, Map<String, byte[]> secrets) {
        Held {
            secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        }
    }
}
