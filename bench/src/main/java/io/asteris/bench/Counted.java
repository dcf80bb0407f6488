package io.asteris.bench;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Numbers in the set's database, looked at until they are what they have to be. */
final class Counted {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Vertx vertx;
    private final String database;

    Counted(Vertx vertx, String database) {
        this.vertx = vertx;
        this.database = database;
    }

    /** The only number that a query gives. */
    long of(String query) {
        return PgConnection.connect(vertx, PgConnectOptions.fromUri(database))
                .compose(connection -> connection.query(query).execute().eventually(() -> connection.close()))
                .map(rows -> rows.iterator().next().getLong(0))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** The only column of all rows that a query gives. */
    List<String> texts(String query) {
        return PgConnection.connect(vertx, PgConnectOptions.fromUri(database))
                .compose(connection -> connection.query(query).execute().eventually(() -> connection.close()))
                .map(rows -> {
                    List<String> texts = new ArrayList<>();
                    rows.forEach(row -> texts.add(row.getString(0)));
                    return texts;
                })
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Waits until a query gives at least this number. */
    void await(String query, long wanted, Duration bound) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + bound.toNanos();
        long found = of(query);
        while (found < wanted) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(query + " gives " + found + ", not " + wanted + ", after " + bound);
            }
            Thread.sleep(BETWEEN_LOOKS);
            found = of(query);
        }
    }

    /** Waits until no row is left of what follows FROM; one row is looked for, so that looking costs nothing. */
    void awaitNone(String from, Duration bound) throws InterruptedException, TimeoutException {
        await("SELECT CASE WHEN EXISTS (SELECT FROM " + from + ") THEN 0 ELSE 1 END", 1, bound);
    }
}
