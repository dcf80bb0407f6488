package io.asteris.ingest.erase;

import io.asteris.contract.AddressHash;
import io.asteris.contract.SiteId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The memory of addresses that were to be forgotten; it is asked before one is written in clear. */
@ApplicationScoped
public class ErasedAddresses {
    private static final String KNOWN = """
            SELECT site, h, at FROM erased_address
            WHERE (site, h) IN (SELECT * FROM unnest($1::text[], $2::text[]))
            """;

    /** An address of a site. */
    public record Place(SiteId site, AddressHash hash) {}

    /** When those of these that were to be forgotten were. */
    public Uni<Map<Place, Instant>> of(SqlConnection connection, Collection<Place> places) {
        if (places.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<Place> asked = List.copyOf(places);
        return connection
                .preparedQuery(KNOWN)
                .execute(Tuple.of(
                        asked.stream().map(place -> place.site().value()).toArray(String[]::new),
                        asked.stream().map(place -> place.hash().value()).toArray(String[]::new)))
                .map(rows -> {
                    Map<Place, Instant> erased = new HashMap<>();
                    for (Row row : rows) {
                        erased.put(
                                new Place(new SiteId(row.getString("site")), new AddressHash(row.getString("h"))),
                                row.getOffsetDateTime("at").toInstant());
                    }
                    return erased;
                });
    }

    /** What stands where an erased address stood. */
    public static String mark(AddressHash hash) {
        return "erased:" + hash.value();
    }
}
