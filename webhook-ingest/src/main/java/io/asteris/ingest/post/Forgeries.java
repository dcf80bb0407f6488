package io.asteris.ingest.post;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.ingest.Audit;
import io.asteris.ingest.provider.WebhookProvider;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.Api;
import io.asteris.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Raises the alarm when somebody uses a signature a second time, for something else. */
@ApplicationScoped
class Forgeries {
    private static final Logger LOG = Logger.getLogger(Forgeries.class);

    private final Outbox outbox;
    private final DatabaseClock clock;
    private final Audit audit;

    Forgeries(Outbox outbox, DatabaseClock clock, Audit audit) {
        this.outbox = outbox;
        this.clock = clock;
        this.audit = audit;
    }

    Uni<Void> raise(SiteId site, WebhookProvider provider) {
        LOG.errorf("A used signature came with another body site=%s provider=%s", site, provider.word());
        Instant now = clock.now();
        var alert = new Alert(
                site,
                Alert.Cause.FORGED_REPORT,
                Alert.Severity.WARNING,
                now,
                now,
                1,
                "A signature of " + provider.word()
                        + " that was used before came with another event, which was refused.",
                Api.BASE + "/webhooks");
        return outbox.asWorker(open -> {
            open.tell(new AlertEvent.Raised(alert));
            return audit.write(
                    open.connection(),
                    site,
                    "provider:" + provider.word(),
                    "post refused: its signature was used before");
        });
    }
}
