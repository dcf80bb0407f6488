package io.asteris.ingest.provider.ses;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Confirms a subscription, where SNS asked for it in the topic's own region. */
@ApplicationScoped
public class Subscribing {
    private final SnsFetch fetch;

    Subscribing(SnsFetch fetch) {
        this.fetch = fetch;
    }

    /**
     * What kept a subscription from being confirmed.
     *
     * @param isFinal whether another try would fail alike
     */
    public record Trouble(String words, boolean isFinal) {}

    /** Confirms it; empty when SNS said that it is confirmed. */
    public Uni<Optional<Trouble>> confirm(String url, String topic) {
        return SnsHosts.subscribe(url, topic)
                .map(address -> fetch.get(address).map(Subscribing::trouble))
                .orElseGet(() -> Uni.createFrom()
                        .item(Optional.of(
                                new Trouble("The address to confirm at is not SNS in the topic's region.", true))));
    }

    private static Optional<Trouble> trouble(Optional<byte[]> answer) {
        boolean confirmed = answer.map(octets -> new String(octets, StandardCharsets.UTF_8))
                .filter(text -> text.contains("<ConfirmSubscriptionResponse"))
                .isPresent();
        return confirmed
                ? Optional.empty()
                : Optional.of(new Trouble("SNS did not confirm the subscription; it is asked again.", false));
    }
}
