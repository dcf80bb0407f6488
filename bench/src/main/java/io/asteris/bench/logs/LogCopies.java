package io.asteris.bench.logs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * Writes the newest of the log's rows once more into the log's own tables, as PostgreSQL alone can: by {@code unnest} and by
 * {@code COPY}, before each of which they are taken out of the tables.
 */
final class LogCopies {
    private static final List<String> TABLES = List.of("entry", "body");
    private static final int AT_ONCE = 1_000;

    /** How long lists of new trigrams grow before they are merged into their index: as where the log keeps up, and as where it is behind. */
    private static final String SHORT_LISTS = "'512kB'";

    private static final String LONG_LISTS = "'4MB'";
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Connection database;
    private final UUID first;
    private final Map<String, byte[]> rows = new LinkedHashMap<>();
    private final List<Page> pages = new ArrayList<>();

    /**
     * Takes the rows into memory.
     *
     * @param first the lowest id of these messages; older ones stay in the tables
     */
    LogCopies(Connection database, UUID first, int messages) throws IOException, SQLException {
        this.database = database;
        this.first = first;
        for (String table : TABLES) {
            rows.put(table, out(table));
        }
        for (int from = 0; from < messages; from += AT_ONCE) {
            for (String table : TABLES) {
                pages.add(page(table, from));
            }
        }
    }

    /**
     * How long all rows took, in seconds.
     *
     * @param copyInLongLists with lists of new trigrams as long as those of a log that is behind
     */
    record Times(double copy, double copyInLongLists, double unnest) {}

    /** Some rows of a table, by columns, and the statement that writes them. */
    private record Page(String insert, List<Array> columns) {}

    /** A column, and its type in the table. */
    private record Column(String name, String type) {
        /** Arrays of arrays and of JSON travel as text. */
        boolean isTold() {
            return type.endsWith("[]") || type.startsWith("json");
        }

        String read() {
            return isTold() ? name + "::text" : name;
        }

        String parameter() {
            return (isTold() ? "text" : type) + "[]";
        }
    }

    /** Leaves the rows as {@code COPY} writes them. */
    Times run() throws IOException, SQLException {
        double unnest = byUnnest() / NANOS;
        double copyInLongLists = byCopy(LONG_LISTS) / NANOS;
        double copy = byCopy(SHORT_LISTS) / NANOS;
        let("DEFAULT");
        return new Times(copy, copyInLongLists, unnest);
    }

    /** All rows at once. */
    private long byCopy(String lists) throws IOException, SQLException {
        empty();
        let(lists);
        long begin = System.nanoTime();
        for (var table : rows.entrySet()) {
            database.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY log." + table.getKey() + " FROM STDIN (FORMAT binary)",
                            new ByteArrayInputStream(table.getValue()));
        }
        return System.nanoTime() - begin;
    }

    /** By {@code INSERT ... SELECT ... FROM unnest}, a thousand a commit. */
    private long byUnnest() throws SQLException {
        empty();
        let(SHORT_LISTS);
        long nanos = 0;
        for (Page page : pages) {
            try (PreparedStatement inserting = database.prepareStatement(page.insert())) {
                for (int i = 0; i < page.columns().size(); i++) {
                    inserting.setArray(i + 1, page.columns().get(i));
                }
                long begin = System.nanoTime();
                inserting.executeUpdate();
                nanos += System.nanoTime() - begin;
            }
        }
        return nanos;
    }

    private void let(String lists) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("SET gin_pending_list_limit = " + lists);
        }
    }

    private Page page(String table, int from) throws SQLException {
        List<Column> columns = columns(table);
        String arrays = joined(columns.stream().map(column -> "array_agg(" + column.name() + ")"));
        String read = joined(columns.stream().map(column -> column.read() + " AS " + column.name()));
        String names = joined(columns.stream().map(Column::name));
        String insert = "INSERT INTO log." + table + " (" + names + ") SELECT "
                + joined(columns.stream().map(column -> column.name() + "::" + column.type())) + " FROM unnest("
                + joined(columns.stream().map(column -> "?::" + column.parameter())) + ") AS given (" + names + ')';
        try (Statement statement = database.createStatement();
                var rows = statement.executeQuery(
                        "SELECT " + arrays + " FROM (SELECT " + read + " FROM log." + table + newest()
                                + " ORDER BY message OFFSET " + from + " LIMIT " + AT_ONCE
                                + ") AS page")) {
            rows.next();
            var values = new ArrayList<Array>();
            for (int i = 1; i <= columns.size(); i++) {
                values.add(rows.getArray(i));
            }
            return new Page(insert, values);
        }
    }

    private List<Column> columns(String table) throws SQLException {
        var columns = new ArrayList<Column>();
        try (Statement statement = database.createStatement();
                var rows = statement.executeQuery("""
                        SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
                        WHERE attrelid = 'log.%s'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
                        """.formatted(table))) {
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), rows.getString(2)));
            }
        }
        return columns;
    }

    private byte[] out(String table) throws IOException, SQLException {
        var octets = new ByteArrayOutputStream();
        database.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (SELECT * FROM log." + table + newest() + ") TO STDOUT (FORMAT binary)", octets);
        return octets.toByteArray();
    }

    /** Takes the rows out, and leaves no trace of them for the next turn to clear away, or to find written to the disk already. */
    private void empty() throws SQLException {
        boolean areAll = LogRows.number(database, "SELECT count(*) FROM log.entry WHERE message < ?", first) == 0;
        try (Statement statement = database.createStatement()) {
            if (areAll) {
                statement.execute("TRUNCATE log.entry, log.body");
            } else {
                for (String table : TABLES) {
                    statement.execute("DELETE FROM log." + table + newest());
                    statement.execute("VACUUM log." + table);
                }
            }
            statement.execute("CHECKPOINT");
        }
    }

    private String newest() {
        return " WHERE message >= '" + first + "'";
    }

    private static String joined(Stream<String> parts) {
        return parts.collect(Collectors.joining(", "));
    }
}
