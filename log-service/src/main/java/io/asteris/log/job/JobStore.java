package io.asteris.log.job;

import io.asteris.contract.AddressHash;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The jobs and their items. */
@ApplicationScoped
public class JobStore {
    private static final int FAILURES_SHOWN = 1_000;

    private static final String CREATE = """
            INSERT INTO job (id, site, kind, by_key, total, address) VALUES ($1, $2, $3, $4, $5, $6)
            """;
    /** A month is long enough to look at what became of a job. */
    private static final String PRUNE = """
            DELETE FROM job WHERE site = $1 AND state <> 'running' AND created_at < asteris_now() - interval '30 days'
            """;

    private static final String ADD = """
            INSERT INTO job_item (job, position, site, message)
            SELECT $1, position, $2, message FROM unnest($3::integer[], $4::uuid[]) AS item (position, message)
            """;
    private static final String FIND = "SELECT id, total, done, failed, state FROM job WHERE site = $1 AND id = $2";
    private static final String FAILURES = """
            SELECT message, error FROM job_item
            WHERE job = $1 AND site = $2 AND state = 'failed'
            ORDER BY position LIMIT $3
            """;
    private static final String CANCEL = """
            UPDATE job SET state = 'cancelled' WHERE site = $1 AND id = $2 AND state = 'running'
            """;
    private static final String TAKE = """
            UPDATE job SET due_at = asteris_now() + make_interval(secs => $1::float8)
            WHERE id = (SELECT id FROM job
                        WHERE state = 'running' AND due_at <= asteris_now()
                        ORDER BY due_at LIMIT 1
                        FOR UPDATE SKIP LOCKED)
            RETURNING id, site, kind, by_key, address
            """;
    private static final String OPEN = """
            SELECT position, message, fresh FROM job_item
            WHERE job = $1 AND state = $2
            ORDER BY position LIMIT $3
            """;
    private static final String CHANGE = """
            WITH change AS (
                SELECT * FROM unnest($2::integer[], $3::text[], $4::uuid[], $5::text[]) AS c (position, state, fresh, error)
            ), changed AS (
                UPDATE job_item i SET state = c.state, fresh = c.fresh, error = c.error
                FROM change c
                WHERE i.job = $1 AND i.position = c.position AND i.state IN ('waiting', 'ordered')
                RETURNING i.state
            )
            UPDATE job
            SET done = done + (SELECT count(*) FROM changed WHERE state IN ('done', 'failed'))::integer,
                failed = failed + (SELECT count(*) FROM changed WHERE state = 'failed')::integer
            WHERE id = $1
            """;
    private static final String REST = """
            UPDATE job
            SET due_at = asteris_now() + make_interval(secs => $2::float8),
                state = CASE WHEN state = 'running' AND done >= total THEN 'finished' ELSE state END
            WHERE id = $1
            """;

    private final Database database;

    JobStore(Database database) {
        this.database = database;
    }

    /** Makes a job of these messages in the caller's transaction, to be done in this order. */
    public Uni<Void> create(SqlConnection transaction, Job job, List<MessageId> messages) {
        return transaction
                .preparedQuery(PRUNE)
                .execute(Tuple.of(job.site().value()))
                .chain(() -> transaction
                        .preparedQuery(CREATE)
                        .execute(Tuple.of(
                                job.id().value(),
                                job.site().value(),
                                job.kind().word(),
                                job.by(),
                                messages.size(),
                                job.address() == null ? null : job.address().value())))
                .chain(() -> transaction
                        .preparedQuery(ADD)
                        .execute(Tuple.of(
                                job.id().value(),
                                job.site().value(),
                                IntStream.range(0, messages.size()).boxed().toArray(Integer[]::new),
                                messages.stream().map(MessageId::value).toArray(UUID[]::new))))
                .replaceWithVoid();
    }

    /** How a job of that site stands; empty when the site has no such job. */
    Uni<Optional<Progress>> find(SiteId site, JobId id) {
        return database.inSite(site, connection -> connection
                .preparedQuery(FIND)
                .execute(Tuple.of(site.value(), id.value()))
                .chain(found -> found.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : connection
                                .preparedQuery(FAILURES)
                                .execute(Tuple.of(id.value(), site.value(), FAILURES_SHOWN))
                                .map(failures ->
                                        Optional.of(progress(found.iterator().next(), failures)))));
    }

    /** Ends a running job before its time; what is under way goes on. False when it was not running. */
    Uni<Boolean> cancel(SiteId site, JobId id) {
        return database.inSite(site, connection -> connection
                .preparedQuery(CANCEL)
                .execute(Tuple.of(site.value(), id.value()))
                .map(cancelled -> cancelled.rowCount() == 1));
    }

    /** The running job that waits longest, for this instance alone until the lease is over; empty when none is due. */
    Uni<Optional<Job>> take(Duration lease) {
        return database.onWorker(connection -> connection
                .preparedQuery(TAKE)
                .execute(Tuple.of(seconds(lease)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(JobStore::job)));
    }

    /** The first items of a job that are in that state, in their order. */
    public Uni<List<JobItem>> items(Job job, JobItem.State state, int limit) {
        return database.onWorker(connection -> connection
                .preparedQuery(OPEN)
                .execute(Tuple.of(job.id().value(), state.word(), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(JobStore::item)
                        .toList()));
    }

    /** Writes what became of items and counts it, in the caller's transaction; an item that had its verdict keeps it. */
    public Uni<Void> change(SqlConnection transaction, Job job, List<JobItem.Change> changes) {
        return transaction
                .preparedQuery(CHANGE)
                .execute(Tuple.of(
                        job.id().value(),
                        changes.stream().map(JobItem.Change::position).toArray(Integer[]::new),
                        changes.stream().map(change -> change.state().word()).toArray(String[]::new),
                        changes.stream()
                                .map(change ->
                                        change.fresh().map(MessageId::value).orElse(null))
                                .toArray(UUID[]::new),
                        changes.stream()
                                .map(change -> change.error().orElse(null))
                                .toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Lets the job rest, or closes it when every item has its verdict. */
    Uni<Void> rest(Job job, Duration pause) {
        return database.onWorker(connection -> connection
                .preparedQuery(REST)
                .execute(Tuple.of(job.id().value(), seconds(pause)))
                .replaceWithVoid());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Job job(Row row) {
        return new Job(
                new JobId(row.getUUID("id")),
                new SiteId(row.getString("site")),
                Job.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("by_key"),
                row.getString("address") == null ? null : new AddressHash(row.getString("address")));
    }

    private static JobItem item(Row row) {
        return new JobItem(
                row.getInteger("position"),
                new MessageId(row.getUUID("message")),
                Optional.ofNullable(row.getUUID("fresh")).map(MessageId::new));
    }

    private static Progress progress(Row row, RowSet<Row> failures) {
        return new Progress(
                new JobId(row.getUUID("id")),
                row.getInteger("total"),
                row.getInteger("done"),
                row.getInteger("failed"),
                row.getString("state"),
                StreamSupport.stream(failures.spliterator(), false)
                        .map(failure -> new Progress.Failure(
                                new MessageId(failure.getUUID("message")), failure.getString("error")))
                        .toList());
    }
}
