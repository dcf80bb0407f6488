package io.asteris.bench.logs;

import io.asteris.bench.Figures;
import io.asteris.bench.Subject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How fast the log catches up with messages whose facts wait for it, beside a {@code COPY} of the very same rows into tables with
 * the same indexes; and what they take on the disk.
 */
final class LogIngest {
    private static final int BATCH = 100;
    private static final int LOOK_MILLIS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Subject set;
    private final LogClient client;
    private final Connection database;
    private final LogMail mail;
    private final LogFeed feed;
    private final LogStorage storage;
    private double rate;
    private double octetsPerMessage;

    LogIngest(Subject set, LogClient client, Connection database, LogMail mail, LogFeed feed) {
        this.feed = feed;
        this.storage = new LogStorage(database);
        this.set = set;
        this.client = client;
        this.database = database;
        this.mail = mail;
    }

    /** Sends so many messages with the log running, and waits until it has them, and a dictionary of their bodies. */
    void seed(int messages) throws IOException, InterruptedException, SQLException {
        String newest = newest();
        client.send(mail.rare());
        send(messages - 1);
        awaitClosed(newest, messages);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (LogRows.number(database, "SELECT count(*) FROM log.dictionary WHERE site = ?", set.site()) == 0) {
            pause(end, "the log makes no dictionary of " + messages + " bodies");
        }
    }

    /** Lets so many messages wait for the log, then measures; the first third warms its JVM, which has just been started. */
    List<Figures> run(int messages) throws IOException, InterruptedException, SQLException {
        var figures = new Figures("Ingest", "what", "messages", "per_s", "of_copy");
        long octets = feed.octets();
        String newest = pileUp(messages);
        octetsPerMessage = (feed.octets() - octets) / (double) messages;
        set.start("log-service");
        long there = awaitClosed(newest, messages / 3);
        long begin = System.nanoTime();
        awaitClosed(newest, messages);
        rate = (messages - there) / ((System.nanoTime() - begin) / NANOS);
        var copies = new LogCopies(database, storage);
        double copy = copies.byCopy(newest, messages);
        double unnest = copies.byUnnest(newest, messages);
        figures.row("COPY of the same rows", messages, copy, 1.0);
        figures.row("unnest of the same rows", messages, unnest, unnest / copy);
        figures.row("facts to entries", messages, rate, rate / copy);
        execute("VACUUM log.entry");
        execute("VACUUM log.body");
        storage.measure("as the log has them", "log.", LogRows.number(database, "SELECT count(*) FROM log.entry"));
        return List.of(figures, storage.figures());
    }

    /** Lets so many messages wait, then lets the broker hand them over at half the rate that was measured, while something is done. */
    double atHalfRate(int messages, Work work) throws IOException, InterruptedException, SQLException {
        String newest = pileUp(messages);
        set.start("log-service");
        feed.limit(rate * octetsPerMessage / 2);
        try {
            long there = awaitClosed(newest, 1);
            long begin = System.nanoTime();
            work.run();
            return (closed(newest) - there) / ((System.nanoTime() - begin) / NANOS);
        } finally {
            feed.unlimit();
            awaitClosed(newest, messages);
        }
    }

    /** What is done meanwhile. */
    interface Work {
        void run() throws IOException, InterruptedException, SQLException;
    }

    /** Makes so many messages wait for the log, which is stopped; gives the newest that it has. */
    private String pileUp(int messages) throws IOException, InterruptedException, SQLException {
        set.stop("log-service");
        String newest = newest();
        long sent = sent();
        send(messages);
        awaitSent(sent + messages);
        return newest;
    }

    private String newest() throws SQLException {
        return text("SELECT coalesce(max(message::text), '00000000-0000-0000-0000-000000000000') FROM log.entry");
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

    private long awaitClosed(String newest, long count) throws InterruptedException, SQLException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        long closed = closed(newest);
        while (closed < count) {
            pause(end, "the log has " + closed + " of " + count);
            closed = closed(newest);
        }
        return closed;
    }

    private static void pause(long end, String trouble) throws InterruptedException {
        if (System.nanoTime() > end) {
            throw new IllegalStateException(trouble);
        }
        Thread.sleep(LOOK_MILLIS);
    }

    private long closed(String newest) throws SQLException {
        return LogRows.number(
                database,
                "SELECT count(*) FROM log.entry WHERE closed AND site = ? AND message > ?::uuid",
                set.site(),
                newest);
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
