package io.asteris.ingest.suppression;

import io.asteris.contract.AddressHash;
import io.asteris.contract.AddressKey;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.SuppressionChanged;
import io.asteris.contract.event.SuppressionChanged.Reason;
import io.asteris.ingest.erase.ErasedAddresses;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes the list. Whoever calls it holds the site's lock ({@code Audit.lock}), so that what is told of one address leaves in the
 * order of its changes.
 */
@ApplicationScoped
class SuppressionStore {
    /** The list is the same for every order of events: the stronger reason stays, of equal ones the earlier event. */
    private static final String ADD = """
            INSERT INTO suppression AS old (site, canonical, email, h, reason, expires_at, provider, provider_event, event_at,
                                            message, code, said, post)
            SELECT new.*
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[],
                        $9::timestamptz[], $10::uuid[], $11::text[], $12::text[], $13::uuid[])
                 AS new (site, canonical, email, h, reason, expires_at, provider, provider_event, event_at, message, code, said,
                         post)
            WHERE NOT EXISTS (SELECT FROM audit
                              WHERE audit.site = new.site AND audit.action = 'removed' AND audit.at > new.event_at
                                AND audit.canonical IN (new.canonical, 'erased:' || new.h))
            ON CONFLICT (site, canonical) DO UPDATE
            SET (reason, provider, provider_event, event_at, message, code, said, post) =
                    (SELECT excluded.reason, excluded.provider, excluded.provider_event, excluded.event_at, excluded.message,
                            excluded.code, excluded.said, excluded.post
                     WHERE %1$s
                     UNION ALL
                     SELECT old.reason, old.provider, old.provider_event, old.event_at, old.message, old.code, old.said, old.post
                     WHERE NOT coalesce(%1$s, false)),
                created_at = CASE WHEN old.expires_at <= asteris_now() THEN asteris_now() ELSE old.created_at END,
                expires_at = CASE WHEN old.expires_at <= asteris_now() THEN excluded.expires_at
                                  WHEN old.expires_at IS NULL OR excluded.expires_at IS NULL THEN NULL
                                  ELSE greatest(old.expires_at, excluded.expires_at) END
            WHERE (%1$s) OR excluded.expires_at > old.expires_at OR (old.expires_at IS NOT NULL AND excluded.expires_at IS NULL)
            RETURNING site, canonical, h, reason, expires_at
            """.formatted("""
            old.expires_at <= asteris_now()
                OR reason_rank(excluded.reason) > reason_rank(old.reason)
                OR (excluded.reason = old.reason AND (excluded.event_at, excluded.said) < (old.event_at, old.said))
            """.strip());

    private static final String FIND = """
            SELECT * FROM suppression
            WHERE site = $1 AND canonical = ANY ($2) AND (expires_at IS NULL OR expires_at > asteris_now())
            """;

    private static final String REMOVE = """
            DELETE FROM suppression WHERE site = $1 AND canonical = ANY ($2) RETURNING site, canonical, h, reason, expires_at
            """;

    private static final String FORGET_STRIKES = "DELETE FROM strike WHERE site = $1 AND who = $2";

    /** Somebody who was forgotten is named again, by a person or by an event of after. */
    private static final String NAME_AGAIN = """
            UPDATE suppression SET canonical = $3, email = $4 WHERE site = $1 AND canonical = 'erased:' || $2
            """;

    private static final String CLEAR = """
            DELETE FROM suppression WHERE ctid = ANY (ARRAY(SELECT ctid FROM suppression WHERE site = ANY ($1) LIMIT $2))
            RETURNING site, canonical, h, reason, expires_at
            """;

    private static final String EXPIRED = """
            DELETE FROM suppression
            WHERE (site, canonical) IN (SELECT site, canonical FROM suppression
                                        WHERE expires_at <= asteris_now() ORDER BY expires_at LIMIT $1
                                        FOR UPDATE SKIP LOCKED)
            RETURNING site, canonical, h, reason, expires_at
            """;

    private final AddressKey key;
    private final DatabaseClock clock;
    private final ErasedAddresses erased;

    SuppressionStore(AddressKey key, DatabaseClock clock, ErasedAddresses erased) {
        this.key = key;
        this.clock = clock;
        this.erased = erased;
    }

    /** A row that was changed, and what others are told of it; nothing for an address that mail cannot go to. */
    record Changed(SiteId scope, String canonical, Optional<SuppressionChanged> event) {
        @Override
        public String toString() {
            return "change on " + scope;
        }
    }

    /** Adds addresses; gives those whose row is another than before. */
    Uni<List<Changed>> add(SqlConnection connection, Collection<Addition> additions) {
        List<Addition> rows = strongest(additions);
        if (rows.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return forgotten(connection, rows)
                .chain(settled -> connection.preparedQuery(ADD).execute(columns(settled)))
                .map(found -> changed(found, SuppressionChanged.State.ADDED));
    }

    /** The same additions, where those that are about the time before their address was to be forgotten do not name it. */
    private Uni<List<Addition>> forgotten(SqlConnection connection, List<Addition> rows) {
        Map<ErasedAddresses.Place, Addition> places = new HashMap<>();
        for (Addition row : rows) {
            row.address()
                    .hash(key, row.scope())
                    .ifPresent(hash -> places.put(new ErasedAddresses.Place(row.scope(), hash), row));
        }
        return erased.of(connection, places.keySet()).chain(known -> {
            if (known.isEmpty()) {
                return Uni.createFrom().item(rows);
            }
            Map<Addition, Addition> silent = new HashMap<>();
            List<Tuple> again = new ArrayList<>();
            known.forEach((place, at) -> {
                Addition row = places.get(place);
                if (row.source().filter(source -> !source.at().isAfter(at)).isPresent()) {
                    silent.put(row, row.of(row.address().erased(place.hash())));
                } else {
                    again.add(Tuple.of(
                            place.site().value(),
                            place.hash().value(),
                            row.address().canonical(),
                            row.address().shown()));
                }
            });
            List<Addition> settled =
                    rows.stream().map(row -> silent.getOrDefault(row, row)).toList();
            return again.isEmpty()
                    ? Uni.createFrom().item(settled)
                    : connection.preparedQuery(NAME_AGAIN).executeBatch(again).replaceWith(settled);
        });
    }

    /** The live row of an address in exactly this scope. */
    Uni<Optional<Suppression>> find(SqlConnection connection, SiteId scope, ListedAddress address) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(scope.value(), rowsOf(scope, address)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(Suppression.of(rows.iterator().next())));
    }

    /** Takes an address off, and forgets its bounces; gives nothing when it was not there. */
    Uni<Optional<Changed>> remove(SqlConnection connection, SiteId scope, ListedAddress address) {
        return connection
                .preparedQuery(REMOVE)
                .execute(Tuple.of(scope.value(), rowsOf(scope, address)))
                .map(rows ->
                        changed(rows, SuppressionChanged.State.REMOVED).stream().findFirst())
                .call(() -> connection
                        .preparedQuery(FORGET_STRIKES)
                        .execute(Tuple.of(scope.value(), address.counted(key, scope))));
    }

    /** Under what an address may stand: itself, or what took its place when it was to be forgotten. */
    private String[] rowsOf(SiteId scope, ListedAddress address) {
        return Stream.concat(
                        Stream.of(address.canonical()), address.hash(key, scope).map(ErasedAddresses::mark).stream())
                .toArray(String[]::new);
    }

    /** Takes off what stands on the lists of these sites, a part at a time. */
    Uni<List<Changed>> clear(SqlConnection connection, String[] sites, int most) {
        return connection
                .preparedQuery(CLEAR)
                .execute(Tuple.of(sites, most))
                .map(rows -> changed(rows, SuppressionChanged.State.REMOVED));
    }

    /** Takes off what has expired, a part at a time. */
    Uni<List<Changed>> expire(SqlConnection connection, int most) {
        return connection
                .preparedQuery(EXPIRED)
                .execute(Tuple.of(most))
                .map(rows -> changed(rows, SuppressionChanged.State.REMOVED));
    }

    private static List<Addition> strongest(Collection<Addition> additions) {
        Map<List<String>, Addition> strongest = new HashMap<>();
        for (Addition one : additions) {
            strongest.merge(
                    List.of(one.scope().value(), one.address().canonical()),
                    one,
                    BinaryOperator.maxBy(Addition.WEAKEST_FIRST));
        }
        return List.copyOf(strongest.values());
    }

    private Tuple columns(List<Addition> rows) {
        int size = rows.size();
        var texts = new String[9][size];
        var expires = new OffsetDateTime[size];
        var at = new OffsetDateTime[size];
        var messages = new UUID[size];
        var posts = new UUID[size];
        for (int i = 0; i < size; i++) {
            Addition row = rows.get(i);
            Addition.Source source = row.source().orElse(null);
            texts[0][i] = row.scope().value();
            texts[1][i] = row.address().canonical();
            texts[2][i] = row.address().shown();
            texts[3][i] =
                    row.address().hash(key, row.scope()).map(AddressHash::value).orElse(null);
            texts[4][i] = row.reason().word();
            texts[5][i] = source == null ? null : source.provider();
            texts[6][i] = source == null ? null : source.event();
            texts[7][i] = source == null ? null : source.code();
            texts[8][i] = source == null ? null : source.text();
            expires[i] = time(row.expiresAt());
            at[i] = source == null ? null : time(source.at());
            messages[i] = source == null ? null : source.message();
            posts[i] = source == null ? null : source.post();
        }
        return Tuple.from(new Object[] {
            texts[0], texts[1], texts[2], texts[3], texts[4], expires, texts[5], texts[6], at, messages, texts[7],
            texts[8], posts
        });
    }

    private List<Changed> changed(Iterable<Row> rows, SuppressionChanged.State state) {
        Instant now = clock.now();
        List<Changed> changed = new ArrayList<>();
        for (Row row : rows) {
            var scope = new SiteId(row.getString("site"));
            OffsetDateTime expires = row.getOffsetDateTime("expires_at");
            changed.add(new Changed(
                    scope,
                    row.getString("canonical"),
                    Optional.ofNullable(row.getString("h"))
                            .map(h -> new SuppressionChanged(
                                    scope,
                                    new AddressHash(h),
                                    state,
                                    Reason.valueOf(row.getString("reason").toUpperCase(Locale.ROOT)),
                                    now,
                                    expires == null ? null : expires.toInstant()))));
        }
        return changed;
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
