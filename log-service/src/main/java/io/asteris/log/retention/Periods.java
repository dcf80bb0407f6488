package io.asteris.log.retention;

import io.asteris.log.ingest.Partitions;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jboss.logging.Logger;

/** Drops periods of which every site has purged all: a whole partition at once, whatever it holds. */
@ApplicationScoped
class Periods {
    private static final Logger LOG = Logger.getLogger(Periods.class);
    private static final int TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** A site that has not been purged yet keeps all; no site at all keeps nothing. */
    private static final String PASSED = """
            SELECT period.class, period.start
            FROM periods() AS period
            WHERE class <> 0 AND beyond <= message_floor(asteris_now() - class * interval '1 day')
              AND NOT EXISTS (
                  SELECT FROM holding
                  WHERE holding.retention = period.class
                    AND NOT EXISTS (SELECT FROM purged WHERE purged.site = holding.site AND purged.horizon >= period.beyond))
            """;

    private static final String DROP = "SELECT drop_period($1, $2)";

    private final Database database;
    private final Partitions partitions;

    Periods(Database database, Partitions partitions) {
        this.database = database;
        this.partitions = partitions;
    }

    /** Drops them; gives how many. */
    Uni<Integer> drop() {
        return database.onWorker(connection -> connection.query(PASSED).execute())
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(this::drop)
                .collect()
                .asList()
                .invoke(partitions::forget)
                .map(List::size);
    }

    /** Gives up soon when a statement holds the period, because others wait behind whoever waits; then tries again. */
    private Uni<LocalDate> drop(Row row) {
        short days = row.getShort("class");
        LocalDate start = row.getLocalDate("start");
        return database.onWorker(connection -> connection.preparedQuery(DROP).execute(Tuple.of(days, start)))
                .onFailure()
                .retry()
                .withBackOff(PAUSE, LONGEST_PAUSE)
                .atMost(TRIES)
                .invoke(() -> LOG.infof("Period dropped retention=%d start=%s", days, start))
                .replaceWith(start);
    }
}
