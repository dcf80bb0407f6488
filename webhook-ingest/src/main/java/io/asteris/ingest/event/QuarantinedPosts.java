package io.asteris.ingest.event;

import io.asteris.platform.database.Database;
import io.asteris.platform.deadletter.DeadLetter;
import io.asteris.platform.deadletter.DeadLetterSource;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Verified posts that nobody could read, beside the dead letters of the topics. A replay puts one back to be read as it came. */
@ApplicationScoped
class QuarantinedPosts implements DeadLetterSource {
    private static final String PREFIX = "webhook-ingest~post~";
    private static final Duration BOUND = Duration.ofSeconds(10);

    private static final String LIST = """
            SELECT id, provider, reason, received_at FROM post WHERE state = 'quarantined' ORDER BY id DESC LIMIT $1
            """;
    private static final String REPLAY = """
            UPDATE post SET state = 'new', due_at = asteris_now() WHERE id = $1 AND state = 'quarantined'
            """;

    private final Database database;
    private final Processor processor;

    QuarantinedPosts(Database database, Processor processor) {
        this.database = database;
        this.processor = processor;
    }

    @Override
    public List<DeadLetter> list(int most) {
        return database.onWorker(connection -> connection.preparedQuery(LIST).execute(Tuple.of(most)))
                .map(rows -> {
                    List<DeadLetter> letters = new ArrayList<>();
                    for (Row row : rows) {
                        letters.add(new DeadLetter(
                                PREFIX + row.getUUID("id"),
                                "webhook-ingest",
                                "webhook/" + row.getString("provider"),
                                Objects.requireNonNullElse(row.getString("reason"), ""),
                                row.getOffsetDateTime("received_at").toInstant()));
                    }
                    return letters;
                })
                .await()
                .atMost(BOUND);
    }

    @Override
    public Replay replay(String id) {
        if (!id.startsWith(PREFIX)) {
            return new Replay.Unknown();
        }
        UUID post;
        try {
            post = UUID.fromString(id.substring(PREFIX.length()));
        } catch (IllegalArgumentException none) {
            return new Replay.Unknown();
        }
        int replayed = database.onWorker(
                        connection -> connection.preparedQuery(REPLAY).execute(Tuple.of(post)))
                .await()
                .atMost(BOUND)
                .rowCount();
        processor.wake();
        return replayed == 1 ? new Replay.Taken() : new Replay.Unknown();
    }
}
