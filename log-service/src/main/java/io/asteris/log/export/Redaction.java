package io.asteris.log.export;

import io.asteris.contract.AddressKey;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.SiteId;
import io.asteris.log.entry.Entry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What stands for the addresses of recipients in an export. It hides who they are and shows how much each of them got; it does not
 * look for addresses in subjects, bodies and a server's words.
 */
enum Redaction {
    /** The address itself. */
    NONE,
    /** SHA-256 of the canonical address, in lower-case hex: the same in every system, and so guessable for a known address. */
    SHA256,
    /** The site's keyed hash of it: the same in all exports of the site, and of no use to whoever lacks the key. */
    HMAC;

    static Optional<Redaction> named(String word) {
        return Arrays.stream(values())
                .filter(redaction -> redaction.word().equals(word))
                .findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Turns entries of that site into those with what stands for their addresses. */
    UnaryOperator<Entry> of(SiteId site, AddressKey key) {
        return switch (this) {
            case NONE -> UnaryOperator.identity();
            case SHA256 ->
                entry -> entry.addressed(
                        address -> sha256(EmailAddress.of(address).canonical()));
            case HMAC ->
                entry -> entry.addressed(
                        address -> key.hash(site, EmailAddress.of(address)).value());
        };
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK lacks SHA-256", missing);
        }
    }
}
