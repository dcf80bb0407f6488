package io.asteris.gateway.accept;

import io.asteris.contract.MessageId;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.gateway.GatewayConfig;
import io.asteris.gateway.idempotency.Remembered;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.content.SiteSealer;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Gives a submission's messages their ids and seals their content. Parts that would hold up the shared commit are stored here, each
 * in its own transaction; they mean nothing until the commit makes their message known, and go with their partition if it never
 * does.
 */
@Singleton
class Sealing {
    private static final Logger LOG = Logger.getLogger(Sealing.class);

    private final ContentSealer sealer;
    private final ContentStore content;
    private final Database database;
    private final DatabaseClock clock;
    private final Outbox outbox;
    private final Preparation preparation;
    private final long largePart;

    Sealing(
            ContentSealer sealer,
            ContentStore content,
            Database database,
            DatabaseClock clock,
            Outbox outbox,
            Preparation preparation,
            GatewayConfig config) {
        this.sealer = sealer;
        this.content = content;
        this.database = database;
        this.clock = clock;
        this.outbox = outbox;
        this.preparation = preparation;
        this.largePart = config.largePart().asLongValue();
    }

    /** The unit of a submission, ready to be committed; large parts are stored already. */
    Uni<Unit> seal(Submission submission) {
        boolean large = submission.isLarge(largePart);
        Uni<SiteSealer> siteSealer = sealer.of(submission.site());
        return (large ? siteSealer.emitOn(Infrastructure.getDefaultWorkerPool()) : siteSealer)
                .chain(keyed -> new Work(submission, keyed).run());
    }

    /** Takes back large parts of messages that were not accepted after all. */
    void forget(Unit unit) {
        if (!unit.partsStored()) {
            return;
        }
        content.delete(unit.messages())
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf(
                                "Content without a message stays until its day is dropped messages=%d cause=%s",
                                unit.messages().size(), failure));
    }

    /** One submission while it is sealed. */
    private final class Work {
        private final Submission submission;
        private final SiteSealer keyed;
        private final List<MessageId> ids = new ArrayList<>();
        private final List<SealedBlob> blobs = new ArrayList<>();
        private final List<MessageAccepted> announcements = new ArrayList<>();
        private Uni<Void> storing = Uni.createFrom().voidItem();
        private boolean partsStored;

        private Work(Submission submission, SiteSealer keyed) {
            this.submission = submission;
            this.keyed = keyed;
        }

        private Uni<Unit> run() {
            submission.ready().forEach(this::add);
            return partsStored
                    ? storing.map(stored -> unit())
                    : Uni.createFrom().item(unit());
        }

        private void add(ReadyMessage ready) {
            MessageId id = MessageId.mint(clock.now());
            submission.minted().accept(id);
            ids.add(id);
            for (Preparation.Part part : preparation.parts(submission.site(), id, ready)) {
                if (part.octets().length > largePart) {
                    partsStored = true;
                    storing = storing.chain(() -> store(id, part));
                } else {
                    blobs.add(keyed.seal(id, part.name(), part.octets()));
                }
            }
            announcements.add(preparation.announcement(submission.site(), id, submission.kind(), ready));
        }

        /** One after the other, so that only one part at a time is there in clear and sealed. */
        private Uni<Void> store(MessageId id, Preparation.Part part) {
            return Uni.createFrom()
                    .item(() -> keyed.seal(id, part.name(), part.octets()))
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                    .chain(blob -> database.asWorker(connection -> content.put(connection, List.of(blob))));
        }

        private Unit unit() {
            var claim =
                    submission.once().map(once -> new Unit.Claim(once.key(), new Remembered(once.fingerprint(), ids)));
            return new Unit(submission.site(), ids, blobs, outbox.rows(announcements), claim, partsStored);
        }
    }
}
