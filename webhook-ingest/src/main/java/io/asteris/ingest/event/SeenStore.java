package io.asteris.ingest.event;

import io.asteris.contract.SiteId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The memory of what was seen. Whoever asks it holds the sites' locks. */
@ApplicationScoped
class SeenStore {
    private static final int NAME_OCTETS = 16;

    private static final String SEE = """
            INSERT INTO seen (site, name)
            SELECT * FROM unnest($1::text[], $2::bytea[])
            ON CONFLICT DO NOTHING
            RETURNING site, name
            """;

    /** Something with names. */
    record Named<T>(SiteId site, List<String> names, T what) {}

    private record Name(String site, String name) {}

    /** Remembers all names; gives, in order, what bore none that was known, and of two that share one the first. */
    <T> Uni<List<T>> unseen(SqlConnection connection, List<Named<T>> named) {
        if (named.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<Name> all = named.stream()
                .flatMap(one -> one.names().stream().map(name -> name(one, name)))
                .distinct()
                .toList();
        return connection
                .preparedQuery(SEE)
                .execute(Tuple.of(
                        all.stream().map(Name::site).toArray(String[]::new),
                        all.stream()
                                .map(name -> Buffer.buffer(HexFormat.of().parseHex(name.name())))
                                .toArray(Buffer[]::new)))
                .map(rows -> {
                    Set<Name> fresh = new HashSet<>();
                    for (Row row : rows) {
                        fresh.add(new Name(
                                row.getString("site"),
                                HexFormat.of().formatHex(row.getBuffer("name").getBytes())));
                    }
                    return firsts(named, fresh);
                });
    }

    private static <T> List<T> firsts(List<Named<T>> named, Set<Name> fresh) {
        List<T> firsts = new ArrayList<>();
        for (Named<T> one : named) {
            List<Name> names =
                    one.names().stream().map(name -> name(one, name)).distinct().toList();
            if (fresh.containsAll(names)) {
                firsts.add(one.what());
            }
            names.forEach(fresh::remove);
        }
        return firsts;
    }

    /** Half of the fingerprint is enough to tell events of one site apart. */
    private static Name name(Named<?> one, String fingerprint) {
        return new Name(one.site().value(), fingerprint.substring(0, 2 * NAME_OCTETS));
    }
}
