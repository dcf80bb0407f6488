package io.asteris.ingest.provider.sendgrid;

import io.asteris.ingest.provider.Freshness;
import io.asteris.ingest.provider.Post;
import io.asteris.ingest.provider.Signatures;
import io.asteris.ingest.provider.Verdict;
import io.asteris.ingest.provider.Verifier;
import io.asteris.ingest.provider.WebhookKeys;
import io.asteris.ingest.provider.WebhookProvider;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * SendGrid signs the octets of the timestamp header and of the body with ECDSA on P-256. A relay that signs with a shared secret
 * instead is believed only on a site that has set one.
 */
@ApplicationScoped
class SendgridVerifier implements Verifier {
    private static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";
    private static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";
    private static final int LONGEST_SIGNATURE = 256;
    private static final int MOST_PARSED = 1_000;

    private final Freshness freshness;
    private final Map<String, PublicKey> parsed = new ConcurrentHashMap<>();

    SendgridVerifier(Freshness freshness) {
        this.freshness = freshness;
    }

    @Override
    public WebhookProvider provider() {
        return WebhookProvider.SENDGRID;
    }

    @Override
    public Uni<Verdict> verify(Post post, List<WebhookKeys> candidates) {
        return Uni.createFrom().item(() -> verdict(post, candidates));
    }

    private Verdict verdict(Post post, List<WebhookKeys> candidates) {
        String signature = post.header().apply(SIGNATURE);
        String timestamp = post.header().apply(TIMESTAMP);
        if (signature == null || timestamp == null || signature.length() > LONGEST_SIGNATURE) {
            return new Verdict.Refused("The signature headers are missing; switch on the Signed Event Webhook.");
        }
        if (!freshness.holdsSeconds(timestamp)) {
            return new Verdict.Refused("The signature's time is too old or too far ahead.");
        }
        byte[] time = timestamp.getBytes(StandardCharsets.UTF_8);
        for (WebhookKeys keys : candidates) {
            if (proves(keys, signature, time, post.body())) {
                return new Verdict.Verified(keys.site(), Signatures.fingerprint(post.body()), false);
            }
        }
        return new Verdict.Refused("No key verifies the signature.");
    }

    private boolean proves(WebhookKeys keys, String signature, byte[] time, byte[] body) {
        byte[] der = base64(signature);
        return (der != null && keys.verificationKeys().stream().anyMatch(key -> verifies(key, der, time, body)))
                || keys.secret()
                        .filter(secret -> matches(signature, Signatures.hmac(secret, time, body)))
                        .isPresent();
    }

    private boolean verifies(String key, byte[] der, byte[] time, byte[] body) {
        try {
            Signature ecdsa = Signature.getInstance("SHA256withECDSA");
            ecdsa.initVerify(key(key));
            ecdsa.update(time);
            ecdsa.update(body);
            return ecdsa.verify(der);
        } catch (GeneralSecurityException noSignature) {
            return false;
        }
    }

    private PublicKey key(String normal) throws GeneralSecurityException {
        PublicKey known = parsed.get(normal);
        if (known != null) {
            return known;
        }
        if (parsed.size() >= MOST_PARSED) {
            parsed.clear();
        }
        PublicKey key = SendgridKey.parse(normal);
        parsed.put(normal, key);
        return key;
    }

    /** Relays write the HMAC in Base64 or in hexadecimal. */
    private static boolean matches(String signature, byte[] expected) {
        byte[] given = base64(signature);
        String hex = HexFormat.of().formatHex(expected);
        return (given != null && MessageDigest.isEqual(given, expected))
                || MessageDigest.isEqual(
                        signature.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8),
                        hex.getBytes(StandardCharsets.UTF_8));
    }

    private static byte @Nullable [] base64(String text) {
        try {
            return Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
