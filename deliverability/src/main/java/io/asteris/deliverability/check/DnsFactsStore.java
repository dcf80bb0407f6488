package io.asteris.deliverability.check;

import io.asteris.contract.Json;
import io.asteris.contract.SiteId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/** The table {@code dns_facts}. */
@ApplicationScoped
public class DnsFactsStore {
    private static final String OF = "SELECT domains FROM dns_facts WHERE site = $1";
    private static final String PUT = """
            INSERT INTO dns_facts (site, domains) VALUES ($1, $2)
            ON CONFLICT (site) DO UPDATE SET domains = excluded.domains
            """;

    /** What the site's owner told. */
    public Uni<DnsFacts> of(SqlConnection connection, SiteId site) {
        return connection.preparedQuery(OF).execute(Tuple.of(site.value())).map(rows -> {
            var found = rows.iterator();
            return found.hasNext()
                    ? Json.read(
                            found.next().getJsonObject("domains").encode().getBytes(StandardCharsets.UTF_8),
                            DnsFacts.class)
                    : DnsFacts.NONE;
        });
    }

    Uni<Void> put(SqlConnection connection, SiteId site, DnsFacts facts) {
        var json = new JsonObject(new String(Json.write(facts), StandardCharsets.UTF_8));
        return connection
                .preparedQuery(PUT)
                .execute(Tuple.of(site.value(), json))
                .replaceWithVoid();
    }
}
