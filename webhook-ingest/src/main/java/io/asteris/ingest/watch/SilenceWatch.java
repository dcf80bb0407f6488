package io.asteris.ingest.watch;

import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.ingest.WebhooksConfig;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.Api;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Raises an alert when a provider that takes mail and used to report says nothing, and clears it when it speaks again. */
@ApplicationScoped
class SilenceWatch {
    private final Outbox outbox;
    private final SilenceStore store;
    private final DatabaseClock clock;
    private final Duration silence;

    SilenceWatch(Outbox outbox, SilenceStore store, DatabaseClock clock, WebhooksConfig config) {
        this.outbox = outbox;
        this.store = store;
        this.clock = clock;
        this.silence = config.silence();
    }

    Uni<Void> look() {
        return outbox.asWorker(this::look);
    }

    private Uni<Void> look(OutboxTransaction open) {
        return store.fallen(open.connection(), silence)
                .invoke(fallen -> fallen.forEach(one -> open.tell(new AlertEvent.Raised(alert(
                        one,
                        one.provider() + " took " + one.sends() + " messages and reported on none since " + one.since()
                                + "; see whether its webhook still stands.")))))
                .chain(() -> store.back(open.connection()))
                .invoke(back -> back.forEach(
                        one -> open.tell(new AlertEvent.Cleared(alert(one, one.provider() + " reports again.")))))
                .replaceWithVoid();
    }

    private Alert alert(SilenceStore.Silence one, String summary) {
        return new Alert(
                one.site(),
                Alert.Cause.PROVIDER_SILENT,
                Alert.Severity.WARNING,
                clock.now(),
                one.since(),
                Math.max(1, one.sends()),
                summary,
                Api.BASE + "/webhooks");
    }
}
