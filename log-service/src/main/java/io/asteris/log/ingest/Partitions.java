package io.asteris.log.ingest;

import io.asteris.contract.MessageId;
import io.asteris.contract.Retention;
import io.asteris.platform.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that every entry finds its partition: those of the coming periods are made ahead of time, and a batch that needs
 * another one, late or early, makes it first.
 */
@ApplicationScoped
public class Partitions {
    private static final Logger LOG = Logger.getLogger(Partitions.class);
    private static final Duration AHEAD = Duration.ofHours(1);
    private static final int MOST_KNOWN = 10_000;

    private static final String PREPARE = "SELECT prepare_partitions()";
    private static final String ENSURE = """
            SELECT ensure_partition(class, moment)
            FROM unnest($1::smallint[], $2::timestamptz[]) AS needed (class, moment)
            """;

    private final Database database;
    private final Set<Place> known = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Cancellable ticks;

    Partitions(Database database) {
        this.database = database;
    }

    /** A day of a class: no period is shorter, so what is known of the day is known of its period. */
    record Place(Retention retention, LocalDate day) {
        static Place of(Retention retention, MessageId message) {
            return new Place(retention, LocalDate.ofInstant(message.instant(), ZoneOffset.UTC));
        }
    }

    /** Completes when entries of that class with these ids find their partitions. */
    public Uni<Void> ensure(Retention retention, Collection<UUID> messages) {
        return ensure(messages.stream()
                .map(id -> Place.of(retention, new MessageId(id)))
                .collect(Collectors.toSet()));
    }

    /** Partitions may have fallen: what is known of them is looked up again. */
    public void forget() {
        known.clear();
    }

    /** Completes when there is a partition for each of these places. */
    Uni<Void> ensure(Collection<Place> places) {
        List<Place> unknown = places.stream()
                .filter(place -> !known.contains(place))
                .distinct()
                .toList();
        if (unknown.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return database.workers()
                .preparedQuery(ENSURE)
                .execute(Tuple.tuple()
                        .addArrayOfShort(unknown.stream()
                                .map(place -> (short) place.retention().days())
                                .toArray(Short[]::new))
                        .addArrayOfOffsetDateTime(unknown.stream()
                                .map(place -> place.day().atStartOfDay().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new)))
                .invoke(() -> remember(unknown))
                .replaceWithVoid();
    }

    private void remember(List<Place> places) {
        if (known.size() > MOST_KNOWN) {
            known.clear();
        }
        known.addAll(places);
    }

    void start(@Observes StartupEvent started) {
        ticks = Multi.createFrom()
                .ticks()
                .every(AHEAD)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> prepare())
                .subscribe()
                .with(done -> LOG.debug("Partitions of the coming periods are there"));
    }

    void stop(@Observes ShutdownEvent stopping) {
        Cancellable running = ticks;
        if (running != null) {
            running.cancel();
        }
    }

    /** Never fails: the next tick tries again, and a batch makes what it lacks by itself. */
    private Uni<Void> prepare() {
        return database.workers()
                .query(PREPARE)
                .execute()
                .replaceWithVoid()
                .onFailure()
                .invoke(trouble -> LOG.warnf("Partitions could not be made ahead of time cause=%s", trouble))
                .onFailure()
                .recoverWithNull();
    }
}
