package io.asteris.bench.logs;

import io.asteris.bench.Figures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

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

    /** The machine is not as quick in one moment as in the next, so the log and the copies take turns, and the middle one of each counts. */
    private static final int TURNS = 3;

    private static final int LOOK_MILLIS = 50;
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
    private final Figures figures =
            new Figures("Ingest", "what", "messages", "per_s", "of_copy", "of_copy_in_long_lists");
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

    /** Measures mail that waits in both ways, fewer of those that wait the longer way, each with empty tables. */
    void run(int messages) throws IOException, InterruptedException, SQLException {
        // All acceptances may come before the first sending here, so that what is sent last is not like what is sent
        // first.
        measureAlone("after more than is sent", 0, () -> traffic.atOnce(messages / 2));
        measureAlone("usual mail", messages / 4, usual(messages));
    }

    /** Measures usual mail beside the rows that are there, in turns with the copies. */
    void runAmong(int messages) throws IOException, InterruptedException, SQLException {
        String name = "usual mail, among " + there() + " rows";
        var turns = new ArrayList<Turn>();
        for (int turn = 0; turn < TURNS; turn++) {
            Waiting waiting = pileUp(name, usual(messages));
            try (var still = new Stillness(database)) {
                turns.add(new Turn(waiting, caughtUp(waiting, messages / 4), copied(waiting)));
            }
        }
        rate = middle(turns, Turn::perSecond);
        compare(name, turns);
    }

    /** The facts of a message come together: the first third lets caches and compilers come to the work. */
    private Sending usual(int messages) {
        return () -> traffic.evenly(messages * 3 / 4, PACE);
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

    private void measureAlone(String name, int warm, Sending sending)
            throws IOException, InterruptedException, SQLException {
        empty();
        Waiting waiting = pileUp(name, sending);
        try (var still = new Stillness(database)) {
            double perSecond = caughtUp(waiting, warm);
            measureStorage(name + ", as the log has it");
            compare(name, List.of(new Turn(waiting, perSecond, copied(waiting))));
            measureStorage(name + ", as COPY leaves it");
        }
    }

    /** Lets the log catch up; how many a second it did, from as many messages on as are to warm it. */
    private double caughtUp(Waiting waiting, int warm) throws InterruptedException, SQLException {
        execute("CHECKPOINT");
        long before = brake.sent();
        brake.release();
        long there = await(before, warm);
        long begin = System.nanoTime();
        await(before, waiting.messages());
        double perSecond = (waiting.messages() - there) / ((System.nanoTime() - begin) / NANOS);
        awaitClosed(before, waiting.messages());
        return perSecond;
    }

    private LogCopies.Times copied(Waiting waiting) throws IOException, SQLException {
        return new LogCopies(database, waiting.first(), waiting.messages()).run();
    }

    /**
     * Mail whose facts wait for the log.
     *
     * @param first the lowest id it may have
     */
    private record Waiting(UUID first, int messages) {}

    /** How many a second the log caught up with, and how long the same rows took otherwise. */
    private record Turn(Waiting waiting, double perSecond, LogCopies.Times otherwise) {}

    private void compare(String name, List<Turn> turns) {
        int messages = turns.getFirst().waiting().messages();
        double copy = messages / middle(turns, turn -> turn.otherwise().copy());
        double longer = messages / middle(turns, turn -> turn.otherwise().copyInLongLists());
        double unnest = messages / middle(turns, turn -> turn.otherwise().unnest());
        double log = middle(turns, Turn::perSecond);
        figures.row(name + ": COPY of the same rows", messages, copy, 1.0, copy / longer);
        figures.row(name + ": COPY of the same rows in long lists", messages, longer, longer / copy, 1.0);
        figures.row(name + ": unnest of the same rows", messages, unnest, unnest / copy, unnest / longer);
        figures.row(name + ": facts to entries", messages, log, log / copy, log / longer);
    }

    private static double middle(List<Turn> turns, ToDoubleFunction<Turn> figure) {
        return turns.stream().mapToDouble(figure).sorted().toArray()[turns.size() / 2];
    }

    private void measureStorage(String what) throws SQLException {
        execute("VACUUM log.entry");
        execute("VACUUM log.body");
        storage.measure(what, there());
    }

    private long there() throws SQLException {
        return LogRows.number(database, "SELECT count(*) FROM log.entry");
    }

    /** Below the ids of all messages that come from now on. */
    private UUID next() throws SQLException {
        try (Statement statement = database.createStatement();
                var floor = statement.executeQuery("SELECT log.message_floor(clock_timestamp())")) {
            floor.next();
            return floor.getObject(1, UUID.class);
        }
    }

    /** Lets so many messages wait, then lets the log have them at half the rate that was measured last, while something is done. */
    Pace atHalfRate(int messages, LogBrake.Work work) throws IOException, InterruptedException, SQLException {
        long before = brake.sent();
        pileUp("usual mail, while it was searched", () -> traffic.evenly(messages, PACE));
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

    private Waiting pileUp(String name, Sending sending) throws IOException, InterruptedException, SQLException {
        brake.hold();
        UUID first = next();
        LogTraffic.Sent sent = sending.send();
        mail.row(name, sent.messages(), sent.perSecond(), sent.mostWaiting());
        return new Waiting(first, sent.messages());
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
