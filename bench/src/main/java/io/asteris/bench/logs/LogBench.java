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

/** Measures the log of a set from end to end. */
public final class LogBench {
    private static final int SEEDS = 2_000;
    private static final int ROUNDS = 40;
    private static final int FEWER_ROUNDS = 8;
    private static final int MOST_PURGED = 1_000_000;

    private final Subject set;
    private final int rows;
    private final int messages;

    /**
     * Measures that set.
     *
     * @param rows how many entries are searched
     * @param messages how many wait for the log when its ingest is measured
     */
    public LogBench(Subject set, int rows, int messages) {
        this.set = set;
        this.rows = rows;
        this.messages = messages;
    }

    /** Runs all parts. */
    public List<Figures> run() throws IOException, InterruptedException, SQLException {
        var figures = new ArrayList<Figures>();
        URI url = URI.create(set.database());
        String[] user = url.getUserInfo().split(":", 2);
        try (var client = new LogClient(set);
                var feed = new LogFeed(set.kafka());
                Connection database = DriverManager.getConnection(
                        "jdbc:postgresql://" + url.getHost() + ':' + url.getPort() + url.getPath(), user[0], user[1])) {
            var ingest = new LogIngest(set, client, database, new LogMail(), feed);
            client.searchBodies(true);
            ingest.seed(SEEDS);
            client.searchBodies(false);
            figures.addAll(ingest.run(messages));
            new LogRows(database, set.site()).fill(rows);
            var questions = new LogQuestions(database, client, set.site());
            figures.add(questions.run(rows + " rows", ROUNDS));
            figures.add(whileIngestRuns(ingest, questions));
            figures.add(new LogExport(set, client, database).run());
            figures.add(new LogPurge(set, database, client).run(Math.min(rows, MOST_PURGED)));
        }
        return figures;
    }

    private Figures whileIngestRuns(LogIngest ingest, LogQuestions questions)
            throws IOException, InterruptedException, SQLException {
        var asked = new ArrayList<Figures>();
        double rate = ingest.atHalfRate(
                messages + messages / 2,
                () -> asked.add(questions.run("The same while ingest runs at half its rate", FEWER_ROUNDS)));
        Figures table = asked.getFirst();
        table.row("(messages a second)", rate, 0.0, 0.0, 0.0);
        return table;
    }
}
