package io.asteris.ingest.provider;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Proves one provider's posts. */
public interface Verifier {
    /** Whose posts it proves. */
    WebhookProvider provider();

    /**
     * The verdict over the raw octets. Called off the event loop.
     *
     * @param candidates the keys of the site that the path names, or of all sites that share the path, the oldest first
     */
    Uni<Verdict> verify(Post post, List<WebhookKeys> candidates);
}
