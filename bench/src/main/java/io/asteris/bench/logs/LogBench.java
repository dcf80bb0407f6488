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
import java.util.Set;

/** Measures the log of a set from end to end. */
public final class LogBench {
    private static final int SEEDS = 2_000;
    private static final int FLOWING = 6_000;
    private static final int ROUNDS = 40;
    private static final int FEWER_ROUNDS = 8;
    private static final int MOST_PURGED = 1_000_000;

    private final Subject set;
    private final Plan plan;

    /** Measures that set. */
    public LogBench(Subject set, Plan plan) {
        this.set = set;
        this.plan = plan;
    }

    /** What can be measured alone. The questions while ingest runs are asked where both are. */
    public enum Part {
        INGEST,
        STORAGE,
        QUESTIONS,
        EXPORT,
        PURGE
    }

    /**
     * What is measured.
     *
     * @param rows how many entries are searched
     * @param messages by which those are reckoned that wait for the log when its ingest is measured
     * @param parts what else is left out
     */
    public record Plan(int rows, int messages, Set<Part> parts) {
        public Plan {
            parts = Set.copyOf(parts);
        }

        private boolean has(Part part) {
            return parts.contains(part);
        }
    }

    /** Runs the parts. */
    public List<Figures> run() throws IOException, InterruptedException, SQLException {
        var figures = new ArrayList<Figures>();
        try (var client = new LogClient(set);
                Connection database = connect();
                var brake = new LogBrake(connect(), set.site())) {
            var rows = new LogRows(database, set.site());
            var traffic = new LogTraffic(client, database, new LogMail());
            var ingest = new LogIngest(database, traffic, brake, set.site());
            client.searchBodies(true);
            ingest.seed(SEEDS);
            client.searchBodies(false);
            rows.keepSeeds();
            if (plan.has(Part.INGEST)) {
                ingest.warm();
                ingest.run(plan.messages());
            }
            if (plan.has(Part.STORAGE)) {
                ingest.flow(FLOWING);
            }
            if (!plan.parts().equals(Set.of(Part.STORAGE))) {
                rows.fill(plan.rows());
            }
            if (plan.has(Part.INGEST)) {
                ingest.runAmong(plan.messages());
            }
            if (plan.has(Part.QUESTIONS)) {
                figures.addAll(ask(client, database, ingest));
            }
            if (plan.has(Part.EXPORT)) {
                figures.add(new LogExport(set, client, database).run());
            }
            if (plan.has(Part.PURGE)) {
                figures.add(new LogPurge(set, database, client).run(Math.min(plan.rows(), MOST_PURGED)));
            }
            if (plan.has(Part.INGEST) || plan.has(Part.STORAGE)) {
                figures.addAll(ingest.figures());
            }
        }
        return figures;
    }

    private List<Figures> ask(LogClient client, Connection database, LogIngest ingest)
            throws IOException, InterruptedException, SQLException {
        var questions = new LogQuestions(database, client, set.site());
        Figures atRest = questions.warm().run(plan.rows() + " rows", ROUNDS);
        if (!plan.has(Part.INGEST)) {
            return List.of(atRest);
        }
        var asked = new ArrayList<Figures>();
        LogIngest.Pace pace = ingest.atHalfRate(
                plan.messages() * 3,
                () -> asked.add(questions.run("The same while ingest runs at half its rate", FEWER_ROUNDS)));
        var paced = new Figures("Ingest meanwhile", "asked_per_s", "reached_per_s", "backlog_left");
        paced.row(pace.asked(), pace.reached(), pace.ranOut() ? "no" : "yes");
        return List.of(atRest, asked.getFirst(), paced);
    }

    private Connection connect() throws SQLException {
        URI url = URI.create(set.database());
        String[] user = url.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + url.getHost() + ':' + url.getPort() + url.getPath(), user[0], user[1]);
    }
}
