package io.asteris.dispatcher.lane;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What accounts have used of their limits. The claim itself takes from them; here they are only looked at. */
@ApplicationScoped
public class QuotaStore {
    private static final String STANDING = """
            SELECT q.unit, q.most, quota_used(p.account, q.unit) AS used, quota_opens(p.account, q.unit, q.most) AS opens
            FROM provider p,
                 LATERAL (VALUES ('second', p.per_second), ('minute', p.per_minute), ('day', p.per_day)) q (unit, most)
            WHERE p.site = $1 AND p.name = $2 AND q.most IS NOT NULL
            """;
    private static final String OPENS = """
            SELECT extract(epoch FROM max(quota_opens(p.account, q.unit, q.most)) - asteris_now()) * 1000 AS millis
            FROM provider p,
                 LATERAL (VALUES ('second', p.per_second), ('minute', p.per_minute), ('day', p.per_day)) q (unit, most)
            WHERE p.site = $1 AND p.name = $2 AND q.most IS NOT NULL
            """;

    private final Database database;

    QuotaStore(Database database) {
        this.database = database;
    }

    /** How a provider's account stands, one for each of its limits. */
    public Uni<List<Quota>> of(SqlClient connection, LaneKey lane) {
        return connection
                .preparedQuery(STANDING)
                .execute(Tuple.of(lane.site().value(), lane.provider()))
                .map(rows -> {
                    List<Quota> quotas = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        OffsetDateTime opens = row.getOffsetDateTime("opens");
                        int most = row.getInteger("most");
                        int used = row.getInteger("used");
                        quotas.add(new Quota(
                                row.getString("unit"),
                                most,
                                used,
                                Math.max(0, most - used),
                                opens == null ? null : opens.toInstant()));
                    }
                    return quotas;
                });
    }

    /** How long until a lane's account has room again; empty when it has now. */
    Uni<Optional<Duration>> opensIn(LaneKey lane) {
        return database.workers()
                .preparedQuery(OPENS)
                .execute(Tuple.of(lane.site().value(), lane.provider()))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getDouble("millis"))
                        .map(millis -> Duration.ofMillis((long) Math.ceil(millis))));
    }

    /**
     * One limit of an account.
     *
     * @param per second, minute or day
     * @param until when there is room again; null when there is now
     */
    public record Quota(
            String per,
            @JsonProperty("limit") int most,
            int used,
            int left,
            @Nullable Instant until) {}
}
