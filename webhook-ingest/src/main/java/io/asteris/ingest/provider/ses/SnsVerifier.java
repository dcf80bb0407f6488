package io.asteris.ingest.provider.ses;

import io.asteris.ingest.provider.Freshness;
import io.asteris.ingest.provider.Post;
import io.asteris.ingest.provider.UnreadablePostException;
import io.asteris.ingest.provider.Verdict;
import io.asteris.ingest.provider.Verifier;
import io.asteris.ingest.provider.WebhookKeys;
import io.asteris.ingest.provider.WebhookProvider;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SNS signs each message with RSA. Anybody can make a topic of his own send us messages that are signed in order, so the topic
 * has to be one that the site named, and that is asked before anything is fetched.
 */
@ApplicationScoped
class SnsVerifier implements Verifier {
    private static final Map<String, String> ALGORITHMS = Map.of("1", "SHA1withRSA", "2", "SHA256withRSA");
    private static final int LONGEST_ID = 100;

    /** Of a key of 2,048 bits, the smallest that SNS has: what is shorter needs no certificate to be refused. */
    private static final int SHORTEST_SIGNATURE = 256;

    private final Freshness freshness;
    private final SnsCertificates certificates;

    SnsVerifier(Freshness freshness, SnsCertificates certificates) {
        this.freshness = freshness;
        this.certificates = certificates;
    }

    @Override
    public WebhookProvider provider() {
        return WebhookProvider.SES;
    }

    @Override
    public Uni<Verdict> verify(Post post, List<WebhookKeys> candidates) {
        if ("true".equalsIgnoreCase(post.header().apply("x-amz-sns-rawdelivery"))) {
            return refused("Raw message delivery carries no signature; switch it off in the subscription.");
        }
        SnsMessage message;
        try {
            message = SnsMessage.read(post.body());
        } catch (UnreadablePostException unreadable) {
            return refused("This is no message of SNS.");
        }
        Optional<SnsMessage.Kind> kind = message.kind();
        Optional<URI> certificate = message.certificateUrl().flatMap(SnsHosts::certificate);
        Optional<String> id = message.field("MessageId").filter(text -> !text.isBlank() && text.length() <= LONGEST_ID);
        if (kind.isEmpty() || certificate.isEmpty() || id.isEmpty()) {
            return refused("This is no message of SNS, or its certificate is not at an address of SNS.");
        }
        Optional<WebhookKeys> site = message.field("TopicArn").flatMap(topic -> candidates.stream()
                .filter(keys -> keys.topicArns().contains(topic))
                .findFirst());
        String algorithm =
                message.field("SignatureVersion").map(ALGORITHMS::get).orElse(null);
        if (site.isEmpty() || algorithm == null) {
            return refused("The topic is not one that is listened to, or the signature's version is unknown.");
        }
        if (!freshness.holdsTime(message.field("Timestamp").orElse(null))) {
            return refused("The signature's time is too old or too far ahead.");
        }
        byte[] signature = base64(message.field("Signature").orElse(""));
        if (signature.length < SHORTEST_SIGNATURE) {
            return refused("The signature does not verify.");
        }
        byte[] signed = message.signed(kind.get());
        return certificates.get(certificate.get()).map(found -> switch (found) {
            case SnsCertificates.Found.Trusted(X509Certificate trusted) ->
                verifies(trusted, algorithm, signed, signature)
                        ? new Verdict.Verified(site.get().site(), id.get(), false)
                        : new Verdict.Refused("The signature does not verify.");
            case SnsCertificates.Found.Untrusted(String reason) -> new Verdict.Refused(reason);
            case SnsCertificates.Found.Away(String reason) -> new Verdict.NotNow(reason);
        });
    }

    private static boolean verifies(X509Certificate certificate, String algorithm, byte[] signed, byte[] signature) {
        try {
            Signature rsa = Signature.getInstance(algorithm);
            rsa.initVerify(certificate.getPublicKey());
            rsa.update(signed);
            return rsa.verify(signature);
        } catch (GeneralSecurityException noSignature) {
            return false;
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException none) {
            return new byte[0];
        }
    }

    private static Uni<Verdict> refused(String reason) {
        return Uni.createFrom().item(new Verdict.Refused(reason));
    }
}
