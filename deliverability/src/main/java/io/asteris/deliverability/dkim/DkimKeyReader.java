package io.asteris.deliverability.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads key records (RFC 6376 3.6.1). */
final class DkimKeyReader {
    private static final Pattern HAS_KEY_TAG = Pattern.compile("(?:^|[;\\s])p\\s*=");
    private static final Pattern OTHER_RECORD = Pattern.compile("(?i)v=(?:spf1|dmarc1)\\b.*", Pattern.DOTALL);

    /** RFC 8301 3.2: verifiers refuse shorter ones, signers should use 2048. */
    private static final int LEAST_BITS = 1024;

    private static final int GOOD_BITS = 2048;
    private static final int ED25519_OCTETS = 32;

    /** DER of {@code AlgorithmIdentifier(rsaEncryption, NULL)}. */
    private static final byte[] RSA_ALGORITHM = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    private DkimKeyReader() {}

    static DkimKey read(String text) {
        if (OTHER_RECORD.matcher(text.strip()).matches()
                || !HAS_KEY_TAG.matcher(text).find()) {
            return new DkimKey.NoKey();
        }
        Optional<TagList> list = TagList.read(text);
        return list.map(DkimKeyReader::read)
                .orElseGet(() -> new DkimKey.Unusable("the tags are not written as tag=value, each once, between"
                        + " semicolons; paste the record again"));
    }

    private static DkimKey read(TagList tags) {
        boolean version = tags.value("v").map("DKIM1"::equals).orElse(true) && tags.isFirstIfThere("v");
        if (!version) {
            return new DkimKey.Unusable("it has to begin with v=DKIM1, to the letter");
        }
        if (!tags.allows("h", "sha256")) {
            return new DkimKey.Unusable("h= leaves out sha256, without which no signature is accepted (RFC 8301)");
        }
        if (!tags.allows("s", "email", "*")) {
            return new DkimKey.Unusable("s= allows no e-mail");
        }
        String key = tags.value("p").orElse("").replaceAll("\\s", "");
        if (key.isEmpty()) {
            return tags.value("p").isPresent()
                    ? new DkimKey.Revoked()
                    : new DkimKey.Unusable("the tag p= with the key is missing");
        }
        List<String> remarks = new ArrayList<>();
        if (tags.allows("t", "y") && tags.value("t").isPresent()) {
            remarks.add("The DKIM key is marked as a test (t=y); remove the mark.");
        }
        Optional<byte[]> octets = decode(key);
        if (octets.isEmpty()) {
            return new DkimKey.Unusable("the key behind p= is not Base64; paste it again, whole and without quotes");
        }
        return switch (tags.value("k").orElse("rsa").toLowerCase(Locale.ROOT)) {
            case "rsa" -> rsa(octets.get(), remarks);
            case "ed25519" -> ed25519(octets.get(), remarks);
            default -> new DkimKey.Unusable("k= names a kind of key that receivers do not know");
        };
    }

    private static Optional<byte[]> decode(String key) {
        try {
            return Optional.of(Base64.getDecoder().decode(key));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static DkimKey rsa(byte[] octets, List<String> remarks) {
        Optional<RSAPublicKey> key = publicKey(octets).or(() -> publicKey(wrapped(octets)));
        if (key.isEmpty()) {
            return new DkimKey.Unusable("the key behind p= cannot be read, often because a part was lost in pasting;"
                    + " paste it again, whole");
        }
        int bits = key.get().getModulus().bitLength();
        if (bits < LEAST_BITS) {
            return new DkimKey.Unusable(
                    "the key has " + bits + " bits, and receivers refuse fewer than 1024 (RFC 8301)");
        }
        if (bits < GOOD_BITS) {
            remarks.add("The DKIM key has " + bits + " bits; 2048 are better (RFC 8301).");
        }
        return new DkimKey.Usable("rsa", bits, remarks);
    }

    private static DkimKey ed25519(byte[] octets, List<String> remarks) {
        if (octets.length != ED25519_OCTETS) {
            return new DkimKey.Unusable("an Ed25519 key has 32 octets, this one has " + octets.length + " (RFC 8463)");
        }
        remarks.add("Few receivers check Ed25519 signatures yet; keep an RSA key beside it.");
        return new DkimKey.Usable("ed25519", ED25519_OCTETS * Byte.SIZE, remarks);
    }

    private static Optional<RSAPublicKey> publicKey(byte[] spki) {
        try {
            var key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki));
            return key instanceof RSAPublicKey rsa ? Optional.of(rsa) : Optional.empty();
        } catch (GeneralSecurityException unreadable) {
            return Optional.empty();
        }
    }

    /** Some publish the bare PKCS#1 key; receivers' libraries read it. */
    private static byte[] wrapped(byte[] pkcs1) {
        byte[] bitString = der(0x03, concat(new byte[] {0}, pkcs1));
        return der(0x30, concat(RSA_ALGORITHM, bitString));
    }

    private static byte[] der(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> Byte.SIZE), (byte) length};
        return concat(head, content);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
