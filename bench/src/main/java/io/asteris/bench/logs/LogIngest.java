package io.asteris.bench.logs;

import io.asteris.bench.Figures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How fast the log catches up with messages whose facts wait for it, beside a {@code COPY} of the very same rows into tables with
 * the same indexes; and what they take on the disk. Mail waits in two ways: usual mail was sent on within a moment of being accepted,
 * so that the facts of a message lie together; mail of a set that takes more than it sends was sent on up to minutes later.
 */
final class LogIngest {
    /** A dispatcher that is warm sends twice as many. */
    private static final int PACE = 350;

    /** A backlog that makes some ten batches, and how many of them; each is sent in less than the minute after which a batch is tried again. */
    private static final int WARMED_BY = 15_000;

    private static final int WARMING_BACKLOGS = 7;

    private static final int LOOK_MILLIS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What a run has sent; the rows that are made up lie further back, and are many. */
    private static final String OPEN = """
            SELECT count(*) FROM log.entry
            WHERE NOT closed AND site = ? AND message > log.message_floor(now() - interval '20 minutes')
            """;

    private final Connection database;
    private final LogTraffic traffic;
    private final LogBrake brake;
    private final String site;
    private final LogStorage storage;
    private final Figures figures = new Figures("Ingest", "what", "messages", "per_s", "of_copy");
    private final Figures mail =
            new Figures("How the mail was sent meanwhile", "what", "messages", "sent_per_s", "most_waiting");
    private double rate;

    LogIngest(Connection database, LogTraffic traffic, LogBrake brake, String site) {
        this.database = database;
        this.traffic = traffic;
        this.brake = brake;
        this.site = site;
        this.storage = new LogStorage(database);
    }

    /** Messages that are sent in a way. */
    private interface Sending {
        LogTraffic.Sent send() throws IOException, InterruptedException, SQLException;
    }

    /** Sends so many messages with the log running, and waits until it has them, and a dictionary of their bodies. */
    void seed(int messages) throws IOException, InterruptedException, SQLException {
        long before = brake.sent();
        traffic.sendRare();
        traffic.atOnce(messages - 1);
        awaitClosed(before, messages);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (LogRows.number(database, "SELECT count(*) FROM log.dictionary WHERE site = ?", site) == 0) {
            LogTraffic.pause(end, "the log makes no dictionary of " + messages + " bodies");
        }
    }

    /**
     * Lets the log catch up with mail of both ways: what it compiles while it reads along, or behind one of them, is not what it needs
     * behind the other, and behind its first backlogs half of its processor time is its compilers'.
     */
    void warm() throws IOException, InterruptedException, SQLException {
        for (int i = 0; i < WARMING_BACKLOGS; i++) {
            catchUp(() -> traffic.atOnce(WARMED_BY));
        }
        catchUp(() -> traffic.evenly(WARMED_BY, PACE));
    }

    private void catchUp(Sending sending) throws IOException, InterruptedException, SQLException {
        long before = brake.sent();
        brake.hold();
        LogTraffic.Sent sent = sending.send();
        brake.release();
        awaitClosed(before, sent.messages());
    }

    /** Measures mail that waits in both ways, fewer of those that wait the longer way. */
    void run(int messages) throws IOException, InterruptedException, SQLException {
        // All acceptances may come before the first sending here, so that what is sent last is not like what is sent
        // first.
        measure("after more than is sent", 0, () -> traffic.atOnce(messages / 2));
        // The facts of a message come together: the first third lets caches and compilers come to the work.
        measure("usual mail", messages / 4, () -> traffic.evenly(messages * 3 / 4, PACE));
    }

    /** What mail takes that the log reads as it is sent. */
    void flow(int messages) throws IOException, InterruptedException, SQLException {
        empty();
        long before = brake.sent();
        LogTraffic.Sent sent = traffic.evenly(messages, PACE);
        mail.row("usual mail, the log reading along", sent.messages(), sent.perSecond(), sent.mostWaiting());
        awaitClosed(before, messages);
        measureStorage("usual mail, the log reading along");
    }

    /** Measures how fast the log catches up, from as many messages on as are to warm it. */
    private void measure(String name, int warm, Sending sending)
            throws IOException, InterruptedException, SQLException {
        empty();
        long before = brake.sent();
        int messages = pileUp(name, sending);
        brake.release();
        long there = await(before, warm);
        long begin = System.nanoTime();
        await(before, messages);
        rate = (messages - there) / ((System.nanoTime() - begin) / NANOS);
        awaitClosed(before, messages);
        measureStorage(name + ", as the log has it");
        LogCopies.Times times = new LogCopies(database, messages).run();
        measureStorage(name + ", as COPY leaves it");
        double copy = messages / times.copy();
        double unnest = messages / times.unnest();
        figures.row(name + ": COPY of the same rows", messages, copy, 1.0);
        figures.row(name + ": unnest of the same rows", messages, unnest, unnest / copy);
        figures.row(name + ": facts to entries", messages, rate, rate / copy);
    }

    private void measureStorage(String what) throws SQLException {
        execute("VACUUM log.entry");
        execute("VACUUM log.body");
        storage.measure(what, LogRows.number(database, "SELECT count(*) FROM log.entry"));
    }

    /** Lets so many messages wait, then lets the log have them at half the rate that was measured last, while something is done. */
    Pace atHalfRate(int messages, LogBrake.Work work) throws IOException, InterruptedException, SQLException {
        long before = brake.sent();
        pileUp("more than is sent, while it was searched", () -> traffic.atOnce(messages));
        double reached = brake.pace(rate / 2, work);
        boolean ranOut = brake.sent() >= before + messages;
        awaitClosed(before, messages);
        return new Pace(rate / 2, reached, ranOut);
    }

    /**
     * How fast the log ingested while something was done.
     *
     * @param ranOut whether nothing was left at the end
     */
    record Pace(double asked, double reached, boolean ranOut) {}

    List<Figures> figures() {
        return List.of(figures, mail, storage.figures());
    }

    private int pileUp(String name, Sending sending) throws IOException, InterruptedException, SQLException {
        brake.hold();
        LogTraffic.Sent sent = sending.send();
        mail.row(name, sent.messages(), sent.perSecond(), sent.mostWaiting());
        return sent.messages();
    }

    private long await(long before, long messages) throws InterruptedException, SQLException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        long there = brake.sent() - before;
        while (there < messages) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the log has " + there + " of " + messages);
            }
            Thread.sleep(LOOK_MILLIS);
            there = brake.sent() - before;
        }
        return there;
    }

    private void awaitClosed(long before, long messages) throws InterruptedException, SQLException {
        await(before, messages);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (LogRows.number(database, OPEN, site) > 0) {
            LogTraffic.pause(end, "the log has messages that nobody ends");
        }
    }

    private void empty() throws SQLException {
        execute("TRUNCATE log.entry, log.body, log.word");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
