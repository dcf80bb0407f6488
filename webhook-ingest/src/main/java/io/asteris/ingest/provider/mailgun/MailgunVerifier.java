package io.asteris.ingest.provider.mailgun;

import io.asteris.ingest.provider.Freshness;
import io.asteris.ingest.provider.Post;
import io.asteris.ingest.provider.Signatures;
import io.asteris.ingest.provider.UnreadablePostException;
import io.asteris.ingest.provider.Verdict;
import io.asteris.ingest.provider.Verifier;
import io.asteris.ingest.provider.WebhookKeys;
import io.asteris.ingest.provider.WebhookProvider;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Mailgun signs a timestamp and a token, not the body: whoever sees one pair could post anything, so a token counts for one body
 * only.
 */
@ApplicationScoped
class MailgunVerifier implements Verifier {
    private static final int LONGEST_TOKEN = 200;

    private final Freshness freshness;

    MailgunVerifier(Freshness freshness) {
        this.freshness = freshness;
    }

    @Override
    public WebhookProvider provider() {
        return WebhookProvider.MAILGUN;
    }

    @Override
    public Uni<Verdict> verify(Post post, List<WebhookKeys> candidates) {
        return Uni.createFrom().item(() -> verdict(post, candidates));
    }

    private Verdict verdict(Post post, List<WebhookKeys> candidates) {
        MailgunPost.Signed signed;
        try {
            signed = MailgunPost.read(post.body(), post.contentType())
                    .signature()
                    .orElse(null);
        } catch (UnreadablePostException unreadable) {
            return new Verdict.Refused("Where the signature should stand, " + unreadable.getMessage() + ".");
        }
        if (signed == null || signed.token().length() > LONGEST_TOKEN) {
            return new Verdict.Refused("The post carries no signature.");
        }
        if (!freshness.holdsSeconds(signed.timestamp())) {
            return new Verdict.Refused("The signature's time is too old or too far ahead.");
        }
        return candidates.stream()
                .filter(keys ->
                        keys.secret().filter(secret -> proves(secret, signed)).isPresent())
                .findFirst()
                .<Verdict>map(keys -> new Verdict.Verified(keys.site(), signed.token(), true))
                .orElseGet(() -> new Verdict.Refused("No key verifies the signature."));
    }

    private static boolean proves(String secret, MailgunPost.Signed signed) {
        byte[] expected = Signatures.hmac(
                secret,
                signed.timestamp().getBytes(StandardCharsets.UTF_8),
                signed.token().getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(
                HexFormat.of().formatHex(expected).getBytes(StandardCharsets.UTF_8),
                signed.signature().getBytes(StandardCharsets.UTF_8));
    }
}
