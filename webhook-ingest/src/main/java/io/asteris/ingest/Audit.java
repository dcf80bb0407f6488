package io.asteris.ingest;

import io.asteris.contract.AddressKey;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who changed what, written in the transaction of the change; and the lock under which one site's changes follow each other. */
@ApplicationScoped
public class Audit {
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('ingest.site'), hashtext($1))";
    private static final String WRITE =
            "INSERT INTO audit (id, site, by_whom, action, canonical, detail, h) VALUES ($1, $2, $3, $4, $5, $6, $7)";

    private final DatabaseClock clock;
    private final AddressKey key;

    Audit(DatabaseClock clock, AddressKey key) {
        this.clock = clock;
        this.key = key;
    }

    /**
     * One line of it.
     *
     * @param by an API key's id, or {@code provider:} and its word
     * @param canonical the address that it is about
     */
    public record Line(
            SiteId site,
            String by,
            String action,
            @Nullable String canonical,
            @Nullable String detail) {
        @Override
        public String toString() {
            return action + " on " + site;
        }
    }

    /** Lets one transaction at a time change this site's list and settings. */
    public Uni<Void> lock(SqlConnection connection, SiteId site) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(site.value())).replaceWithVoid();
    }

    /** {@link #lock} for several sites, always in the same order, so that two transactions never wait for each other. */
    public Uni<Void> lock(SqlConnection connection, Collection<SiteId> sites) {
        List<Tuple> ordered = sites.stream()
                .map(SiteId::value)
                .distinct()
                .sorted()
                .map(site -> Tuple.of(site))
                .toList();
        return ordered.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection.preparedQuery(LOCK).executeBatch(ordered).replaceWithVoid();
    }

    /** Writes a line about no address. */
    public Uni<Void> write(SqlConnection connection, SiteId site, String by, String action) {
        return write(connection, List.of(new Line(site, by, action, null, null)));
    }

    /** Writes lines. */
    public Uni<Void> write(SqlConnection connection, List<Line> lines) {
        if (lines.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows = new ArrayList<>(lines.size());
        for (Line line : lines) {
            rows.add(Tuple.tuple()
                    .addUUID(MessageId.mint(clock.now()).value())
                    .addString(line.site().value())
                    .addString(line.by())
                    .addString(line.action())
                    .addString(line.canonical())
                    .addString(line.detail())
                    .addString(hash(line)));
        }
        return connection.preparedQuery(WRITE).executeBatch(rows).replaceWithVoid();
    }

    /** By it the lines about an address are found when that is to be forgotten. */
    private @Nullable String hash(Line line) {
        if (line.canonical() == null) {
            return null;
        }
        try {
            return key.hash(line.site(), EmailAddress.of(line.canonical())).value();
        } catch (IllegalArgumentException notSendable) {
            return null;
        }
    }
}
