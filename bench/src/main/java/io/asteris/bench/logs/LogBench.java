package io.asteris.bench.logs;

import io.asteris.bench.Figures;
import io.asteris.bench.Subject;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Measures the log of a set from end to end. */
public final class LogBench {
    private static final int SEEDS = 2_000;
    private static final int MOST_INGESTED = 20_000;
    private static final int MOST_PURGED = 1_000_000;
    private static final int BATCH = 20;
    private static final double NANOS = 1e9;

    private final Subject set;
    private final int rows;

    /**
     * Measures that set.
     *
     * @param rows how many entries are searched
     */
    public LogBench(Subject set, int rows) {
        this.set = set;
        this.rows = rows;
    }

    /** Runs all parts. */
    public List<Figures> run() throws IOException, InterruptedException, SQLException {
        var figures = new ArrayList<Figures>();
        URI url = URI.create(set.database());
        String[] user = url.getUserInfo().split(":", 2);
        try (var client = new LogClient(set);
                Connection database = DriverManager.getConnection(
                        "jdbc:postgresql://" + url.getHost() + ':' + url.getPort() + url.getPath(), user[0], user[1])) {
            var mail = new LogMail();
            var ingest = new LogIngest(set, client, database, mail);
            client.searchBodies(true);
            ingest.seed(SEEDS);
            client.searchBodies(false);
            figures.add(ingest.run(Math.min(rows, MOST_INGESTED)));
            new LogRows(database, set.site()).fill(rows);
            var questions = new LogQuestions(database, client, set.site());
            figures.add(questions.run(rows + " rows"));
            figures.add(whileIngestRuns(questions, mail));
            figures.add(new LogPurge(database, client).run(Math.min(rows, MOST_PURGED)));
        }
        return figures;
    }

    /** The same questions while a caller posts as fast as he can, which the log takes in besides. */
    private Figures whileIngestRuns(LogQuestions questions, LogMail mail)
            throws IOException, InterruptedException, SQLException {
        var going = new AtomicBoolean(true);
        var sent = new AtomicLong();
        Thread poster = Thread.ofPlatform().start(() -> post(mail, going, sent));
        long begin = System.nanoTime();
        Figures asked = questions.run("the same while messages arrive");
        double seconds = (System.nanoTime() - begin) / NANOS;
        going.set(false);
        poster.join();
        asked.row("(messages a second)", sent.get() / seconds, 0.0, 0.0, 0.0);
        return asked;
    }

    private void post(LogMail mail, AtomicBoolean going, AtomicLong sent) {
        try (var own = new LogClient(set)) {
            while (going.get()) {
                own.send(mail.batch(BATCH));
                sent.addAndGet(BATCH);
            }
        } catch (IOException refused) {
            throw new java.io.UncheckedIOException(refused);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
