package io.asteris.bench.logs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** Writes the very rows of the log once more into tables with the same indexes, as PostgreSQL alone can: by {@code COPY}, by {@code unnest}. */
final class LogCopies {
    private static final List<String> TABLES = List.of("entry", "body");
    private static final int AT_ONCE = 1_000;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Connection database;
    private final LogStorage storage;

    LogCopies(Connection database, LogStorage storage) {
        this.database = database;
        this.storage = storage;
    }

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

    /** Rows a second by {@code COPY}, all at once. */
    double byCopy(String name, int messages) throws IOException, SQLException {
        create();
        var all = new ArrayList<byte[]>();
        for (String table : TABLES) {
            all.add(out("SELECT * FROM log." + table));
        }
        long begin = System.nanoTime();
        for (int i = 0; i < all.size(); i++) {
            database.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY bench_copy." + TABLES.get(i) + " FROM STDIN (FORMAT binary)",
                            new ByteArrayInputStream(all.get(i)));
        }
        double seconds = (System.nanoTime() - begin) / NANOS;
        execute("VACUUM bench_copy.entry");
        storage.measure(name + ", as COPY leaves it", "bench_copy.", messages);
        drop();
        return messages / seconds;
    }

    /** Rows a second by {@code INSERT ... SELECT ... FROM unnest}, a thousand a commit, as the log does it. */
    double byUnnest(int messages) throws SQLException {
        create();
        long nanos = 0;
        for (int from = 0; from < messages; from += AT_ONCE) {
            for (String table : TABLES) {
                nanos += unnest(table, columns(table), from);
            }
        }
        drop();
        return messages / (nanos / NANOS);
    }

    private long unnest(String table, List<Column> columns, int from) throws SQLException {
        String arrays = joined(columns.stream().map(column -> "array_agg(" + column.name() + ")"));
        String read = joined(columns.stream().map(column -> column.read() + " AS " + column.name()));
        String names = joined(columns.stream().map(Column::name));
        String insert = "INSERT INTO bench_copy." + table + " (" + names + ") SELECT "
                + joined(columns.stream().map(column -> column.name() + "::" + column.type())) + " FROM unnest("
                + joined(columns.stream().map(column -> "?::" + column.parameter())) + ") AS given (" + names + ')';
        try (Statement statement = database.createStatement();
                var rows = statement.executeQuery("SELECT " + arrays + " FROM (SELECT " + read + " FROM log." + table
                        + " ORDER BY message OFFSET " + from + " LIMIT " + AT_ONCE
                        + ") AS page");
                PreparedStatement inserting = database.prepareStatement(insert)) {
            rows.next();
            for (int i = 1; i <= columns.size(); i++) {
                inserting.setArray(i, rows.getArray(i));
            }
            long begin = System.nanoTime();
            inserting.executeUpdate();
            return System.nanoTime() - begin;
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

    private byte[] out(String query) throws IOException, SQLException {
        var octets = new ByteArrayOutputStream();
        database.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)", octets);
        return octets.toByteArray();
    }

    private void create() throws SQLException {
        execute("CREATE SCHEMA bench_copy");
        execute("CREATE TABLE bench_copy.entry (LIKE log.entry_30 INCLUDING ALL) WITH (fillfactor = 92)");
        execute("CREATE TABLE bench_copy.body (LIKE log.body_30 INCLUDING ALL)");
    }

    private void drop() throws SQLException {
        execute("DROP SCHEMA bench_copy CASCADE");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String joined(Stream<String> parts) {
        return parts.collect(Collectors.joining(", "));
    }
}
