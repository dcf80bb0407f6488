package io.asteris.bench.logs;

import io.asteris.bench.Figures;
import io.asteris.bench.Percentiles;
import io.asteris.bench.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The mix of questions that people ask of a log, and some harder ones, each over REST and as the statement that answers it best. */
final class LogQuestions {
    private static final int WARM_UP = 12;
    private static final int DEPTH = 50_000;

    private final Connection database;
    private final LogClient client;
    private final List<Question> questions = new ArrayList<>();
    private final String site;

    /**
     * A question, and the SQL beside it.
     *
     * @param isHard whether it is none of the mix
     */
    private record Question(String name, Map<String, String> parameters, String sql, boolean isHard) {}

    LogQuestions(Connection database, LogClient client, String site) throws SQLException {
        this.database = database;
        this.client = client;
        this.site = site;
        prepare();
    }

    private void prepare() throws SQLException {
        String address =
                Objects.requireNonNull(text("SELECT split_part(search, E'\\n', 2) FROM log.entry WHERE site = '" + site
                        + "' AND search LIKE '%@mail7.example' LIMIT 1"));
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(9);
        String deep = text("SELECT message::text FROM log.entry WHERE site = '" + site
                + "' ORDER BY message DESC OFFSET " + DEPTH + " LIMIT 1");
        String between = "message >= log.message_floor('" + day + " 00:00Z') AND message < log.message_floor('"
                + day.plusDays(1) + " 00:00Z')";
        Map<String, String> oneDay = Map.of("after", day + "T00:00:00Z", "before", day.plusDays(1) + "T00:00:00Z");
        add("first page", Map.of(), walk("true"));
        add("exact recipient", Map.of("to", address), looked("search LIKE '%" + address + "%'"));
        add(
                "part of an address",
                Map.of("to", address.substring(2, 12)),
                looked("search LIKE '%" + address.substring(2, 12) + "%'"));
        add("rare word", Map.of("subject", "zanzibar"), looked("search LIKE '%zanzibar%'"));
        add("medium word", Map.of("subject", "invoice"), walk("search LIKE '%invoice%'"));
        add("common word", Map.of("subject", "reminder"), walk("search LIKE '%reminder%'"));
        add("no hit", Map.of("q", "xylophonist"), looked("search LIKE '%xylophonist%'"));
        add("status failed", Map.of("status", "failed"), walk("status = 'failed' AND attention"));
        add(
                "failed and word",
                Map.of("status", "failed", "q", "zanzibar"),
                looked("status = 'failed' AND search LIKE '%zanzibar%'"));
        add("one day", oneDay, walk(between));
        add(
                "one day, word, sent",
                Map.of("after", oneDay.get("after"), "before", oneDay.get("before"), "q", "reminder status:sent"),
                walk(between + " AND search LIKE '%reminder%' AND status = 'sent'"));
        if (deep != null) {
            add("page at depth 50,000", Map.of("cursor", cursor(deep)), walk("message < '" + deep + "'"));
        }
        add(
                "body word",
                Map.of("q", LogMail.RARE_WORD, "search_body", "true"),
                "SELECT e.* FROM log.word JOIN log.entry e USING (site, message, retention) WHERE site = '" + site
                        + "' AND words @> '{" + rareHash() + "}' ORDER BY message DESC LIMIT 51");
        hard("common word, counted", Map.of("subject", "reminder", "count", "true"), walk("search LIKE '%reminder%'"));
        hard("common, but not lately", Map.of("subject", "overdue"), walk("search LIKE '%overdue%'"));
        hard("the same, counted", Map.of("subject", "overdue", "count", "true"), walk("search LIKE '%overdue%'"));
    }

    /** Asks all of them some times, so that what is asked next finds everything warm. */
    LogQuestions warm() throws IOException, InterruptedException, SQLException {
        run("", WARM_UP);
        return this;
    }

    /** Asks all of them in turn, so many rounds. */
    Figures run(String title, int rounds) throws IOException, InterruptedException, SQLException {
        var rest = new ArrayList<Samples>();
        var plain = new ArrayList<Samples>();
        for (int i = 0; i < questions.size(); i++) {
            rest.add(new Samples());
            plain.add(new Samples());
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < questions.size(); i++) {
                Question question = questions.get(i);
                long begin = System.nanoTime();
                client.list(question.parameters());
                long asked = System.nanoTime();
                execute(question.sql());
                rest.get(i).add(asked - begin);
                plain.get(i).add(System.nanoTime() - asked);
            }
        }
        var figures = new Figures(title, "question", "rest_p50_ms", "rest_p99_ms", "sql_p50_ms", "sql_p99_ms");
        for (int i = 0; i < questions.size(); i++) {
            row(figures, questions.get(i).name(), List.of(rest.get(i)), List.of(plain.get(i)));
        }
        int mix =
                (int) questions.stream().filter(question -> !question.isHard()).count();
        row(
                figures,
                "the mix: all but the last " + (questions.size() - mix),
                rest.subList(0, mix),
                plain.subList(0, mix));
        row(figures, "all", rest, plain);
        return figures;
    }

    private static void row(Figures figures, String name, List<Samples> rest, List<Samples> plain) {
        var first = Percentiles.of(rest);
        var second = Percentiles.of(plain);
        figures.row(name, first.millis(50), first.millis(99), second.millis(50), second.millis(99));
    }

    private void add(String name, Map<String, String> parameters, String sql) {
        questions.add(new Question(name, parameters, sql, false));
    }

    private void hard(String name, Map<String, String> parameters, String sql) {
        questions.add(new Question(name, parameters, sql, true));
    }

    private String walk(String condition) {
        return "SELECT * FROM log.entry WHERE site = '" + site + "' AND retention = 30 AND " + condition
                + " ORDER BY message DESC LIMIT 51";
    }

    private String looked(String condition) {
        return "WITH hit AS MATERIALIZED (SELECT * FROM log.entry WHERE site = '" + site + "' AND retention = 30 AND "
                + condition + ") SELECT * FROM hit ORDER BY message DESC LIMIT 51";
    }

    /** The hash that only the rare body has. */
    private @Nullable String rareHash() throws SQLException {
        return text(
                "SELECT w FROM log.entry JOIN log.word USING (site, message, retention), unnest(words) AS w WHERE subject = '"
                        + LogMail.RARE_SUBJECT
                        + "' EXCEPT SELECT w FROM (SELECT words FROM log.entry JOIN log.word USING (site, message,"
                        + " retention) WHERE subject <> '" + LogMail.RARE_SUBJECT
                        + "' ORDER BY message LIMIT 500) AS others, unnest(words) AS w"
                        + " LIMIT 1");
    }

    private static String cursor(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }

    private @Nullable String text(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
