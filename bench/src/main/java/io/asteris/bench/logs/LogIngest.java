package io.asteris.bench.logs;

import io.asteris.bench.Figures;
import io.asteris.bench.Subject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/**
 * How fast the log catches up with messages whose facts wait for it, beside a {@code COPY} of the very same rows into tables with
 * the same indexes; and what they take on the disk.
 */
final class LogIngest {
    private static final int BATCH = 100;
    private static final int LOOK_MILLIS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Subject set;
    private final LogClient client;
    private final Connection database;
    private final LogMail mail;

    LogIngest(Subject set, LogClient client, Connection database, LogMail mail) {
        this.set = set;
        this.client = client;
        this.database = database;
        this.mail = mail;
    }

    /** Sends so many messages with the log running, and waits until it has them. */
    void seed(int messages) throws IOException, InterruptedException, SQLException {
        long before = closed();
        client.send(mail.rare());
        send(messages - 1);
        awaitClosed(before + messages);
    }

    /** Lets so many messages wait for the log, then measures. */
    Figures run(int messages) throws IOException, InterruptedException, SQLException {
        var figures = new Figures("Ingest and storage", "what", "messages", "per_s", "of_copy", "octets_a_mail");
        set.stop("log-service");
        long before = closed();
        String first =
                text("SELECT coalesce(max(message::text), '00000000-0000-0000-0000-000000000000') FROM log.entry");
        long sent = sent();
        send(messages);
        awaitSent(sent + messages);
        Thread starter = Thread.ofPlatform().start(() -> set.start("log-service"));
        long there = awaitClosed(before + 1);
        long begin = System.nanoTime();
        awaitClosed(before + messages);
        double rate = (messages - (there - before)) / ((System.nanoTime() - begin) / NANOS);
        starter.join();
        double copy = copy(first, messages);
        figures.row("COPY of the same rows", messages, copy, 1.0, 0L);
        figures.row("facts to entries", messages, rate, rate / copy, octets());
        return figures;
    }

    private void send(int messages) throws IOException, InterruptedException {
        for (int sent = 0; sent < messages; sent += BATCH) {
            client.send(mail.batch(Math.min(BATCH, messages - sent)));
        }
    }

    /** Until the dispatcher has told all it has to tell. */
    private void awaitSent(long count) throws InterruptedException, SQLException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (sent() < count || LogRows.number(database, "SELECT count(*) FROM dispatcher.outbox") > 0) {
            pause(end, count + " messages were not sent");
        }
    }

    private long sent() throws SQLException {
        return LogRows.number(database, "SELECT count(*) FROM dispatcher.delivery WHERE state = 'sent'");
    }

    private long awaitClosed(long count) throws InterruptedException, SQLException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        long closed = closed();
        while (closed < count) {
            pause(end, "the log has " + closed + " of " + count);
            closed = closed();
        }
        return closed;
    }

    private static void pause(long end, String trouble) throws InterruptedException {
        if (System.nanoTime() > end) {
            throw new IllegalStateException(trouble);
        }
        Thread.sleep(LOOK_MILLIS);
    }

    private long closed() throws SQLException {
        return LogRows.number(database, "SELECT count(*) FROM log.entry WHERE closed");
    }

    private double copy(String first, int messages) throws IOException, SQLException {
        byte[] entries = out("SELECT * FROM log.entry WHERE message > '" + first + "'");
        byte[] bodies = out("SELECT * FROM log.body WHERE message > '" + first + "'");
        execute("CREATE SCHEMA bench_copy");
        execute("CREATE TABLE bench_copy.entry (LIKE log.entry_30 INCLUDING ALL) WITH (fillfactor = 92)");
        execute("CREATE TABLE bench_copy.body (LIKE log.body_30 INCLUDING ALL)");
        long begin = System.nanoTime();
        in("bench_copy.entry", entries);
        in("bench_copy.body", bodies);
        double seconds = (System.nanoTime() - begin) / NANOS;
        execute("DROP SCHEMA bench_copy CASCADE");
        return messages / seconds;
    }

    private byte[] out(String query) throws IOException, SQLException {
        var octets = new ByteArrayOutputStream();
        database.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)", octets);
        return octets.toByteArray();
    }

    private void in(String table, byte[] octets) throws IOException, SQLException {
        database.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)", new ByteArrayInputStream(octets));
    }

    /** What a mail with its body and all indexes takes; the words of bodies, which a site has to ask for, are not in it. */
    private long octets() throws SQLException {
        execute("VACUUM log.entry");
        execute("VACUUM log.body");
        return LogRows.number(database, """
                SELECT sum(pg_total_relation_size(relid)) / (SELECT count(*) FROM log.entry)
                FROM (SELECT relid FROM pg_partition_tree('log.entry') WHERE isleaf
                      UNION ALL SELECT relid FROM pg_partition_tree('log.body') WHERE isleaf) AS leaf
                WHERE pg_relation_size(relid) > 0
                """);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
