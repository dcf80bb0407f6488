package io.asteris.deliverability.alert;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Opens and closes incidents. While one is open, the same trouble adds to it and tells nobody again; the database sees to that, so
 * several instances and repeats do no harm. Each opening and closing leaves a notice to be brought to people and an event.
 */
@ApplicationScoped
public class AlertDesk {
    private static final String OPEN = """
            INSERT INTO incident (id, site, cause, subject, ours, severity, raised_at, first_at, last_at, count, summary, link)
            SELECT $1, $2, $3, $4, $5, $6, asteris_now(), $7, $8, $9, $10, $11
            WHERE NOT EXISTS (SELECT FROM incident WHERE site = $2 AND cause = $3 AND first_at = $7 AND ($4 = '' OR subject = $4))
            ON CONFLICT DO NOTHING
            RETURNING
            """ + Incident.COLUMNS;

    private static final String GROW = """
            UPDATE incident SET count = $4, last_at = GREATEST(last_at, $5), summary = $6
            WHERE site = $1 AND cause = $2 AND subject = $3 AND cleared_at IS NULL AND count < $4
            """;

    /** Another service counts only what is new to it. */
    private static final String ADD = """
            UPDATE incident SET count = count + $3, last_at = $4
            WHERE site = $1 AND cause = $2 AND subject = '' AND NOT ours AND cleared_at IS NULL AND last_at < $4
            """;

    private static final String CLOSE = """
            UPDATE incident SET cleared_at = asteris_now()
            WHERE site = $1 AND cause = $2 AND subject = $3 AND ours = $4 AND cleared_at IS NULL
            RETURNING
            """ + Incident.COLUMNS;

    private static final String NOTICE = """
            INSERT INTO notice (id, site, incident, kind, created_at, next_at) VALUES ($1, $2, $3, $4, asteris_now(), asteris_now())
            """;

    private final DatabaseClock clock;
    private final String publicUrl;

    AlertDesk(DatabaseClock clock, @ConfigProperty(name = "asteris.public-url") Optional<String> publicUrl) {
        this.clock = clock;
        this.publicUrl = publicUrl.orElse("");
    }

    /** Opens an incident, or adds to the open one; true when it was opened. */
    public Uni<Boolean> raise(OutboxTransaction open, Trouble trouble) {
        return open(open.connection(), trouble, true)
                .invoke(opened -> opened.ifPresent(incident ->
                        open.tell(new AlertEvent.Raised(incident.alert(incident.raisedAt(), incident.summary())))))
                .call(opened -> opened.isPresent()
                        ? Uni.createFrom().voidItem()
                        : open.connection()
                                .preparedQuery(GROW)
                                .execute(Tuple.of(
                                        trouble.site().value(),
                                        trouble.cause().word(),
                                        trouble.subject(),
                                        trouble.count(),
                                        SeenStore.utc(trouble.lastAt()),
                                        trouble.summary())))
                .map(Optional::isPresent);
    }

    /** Closes the open incident, if there is one, and tells the all-clear. */
    public Uni<Void> clear(OutboxTransaction open, SiteId site, Alert.Cause cause, String subject, String sentence) {
        return close(open.connection(), site, cause, subject, true)
                .invoke(closed -> closed.ifPresent(
                        incident -> open.tell(new AlertEvent.Cleared(incident.alert(clock.now(), sentence)))))
                .replaceWithVoid();
    }

    /** Takes over what another service told. */
    Uni<Void> raised(SqlConnection connection, Alert alert) {
        Instant first = alert.firstAt().truncatedTo(ChronoUnit.MICROS);
        var trouble = new Trouble(
                alert.site(),
                alert.cause(),
                "",
                alert.severity(),
                first,
                alert.at().truncatedTo(ChronoUnit.MICROS),
                alert.count(),
                String.valueOf(ErrorText.clean(alert.summary())),
                alert.link());
        return open(connection, trouble, false)
                .call(opened -> opened.isPresent()
                        ? Uni.createFrom().voidItem()
                        : connection
                                .preparedQuery(ADD)
                                .execute(Tuple.of(
                                        alert.site().value(),
                                        alert.cause().word(),
                                        alert.count(),
                                        SeenStore.utc(trouble.lastAt()))))
                .replaceWithVoid();
    }

    /** Takes over that it ended. */
    Uni<Void> cleared(SqlConnection connection, SiteId site, Alert.Cause cause) {
        return close(connection, site, cause, "", false).replaceWithVoid();
    }

    private Uni<Optional<Incident>> open(SqlConnection connection, Trouble trouble, boolean ours) {
        return connection
                .preparedQuery(OPEN)
                .execute(Tuple.from(new Object[] {
                    newId(),
                    trouble.site().value(),
                    trouble.cause().word(),
                    trouble.subject(),
                    ours,
                    trouble.severity().word(),
                    SeenStore.utc(trouble.firstAt().truncatedTo(ChronoUnit.MICROS)),
                    SeenStore.utc(trouble.lastAt()),
                    trouble.count(),
                    trouble.summary(),
                    link(trouble.link())
                }))
                .map(rows -> rows.size() == 0
                        ? Optional.<Incident>empty()
                        : Optional.of(Incident.of(rows.iterator().next())))
                .call(opened -> notice(connection, opened, "raised"));
    }

    private Uni<Optional<Incident>> close(
            SqlConnection connection, SiteId site, Alert.Cause cause, String subject, boolean ours) {
        return connection
                .preparedQuery(CLOSE)
                .execute(Tuple.of(site.value(), cause.word(), subject, ours))
                .map(rows -> rows.size() == 0
                        ? Optional.<Incident>empty()
                        : Optional.of(Incident.of(rows.iterator().next())))
                .call(closed -> notice(connection, closed, "cleared"));
    }

    private Uni<Void> notice(SqlConnection connection, Optional<Incident> incident, String kind) {
        return incident.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(NOTICE)
                        .execute(Tuple.of(
                                newId(),
                                incident.get().site().value(),
                                incident.get().id(),
                                kind))
                        .replaceWithVoid();
    }

    private @org.jspecify.annotations.Nullable String link(@org.jspecify.annotations.Nullable String path) {
        return path == null || !path.startsWith("/") ? path : publicUrl + path;
    }

    private UUID newId() {
        return MessageId.mint(clock.now()).value();
    }
}
