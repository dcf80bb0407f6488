package io.asteris.bench.logs;

import io.asteris.bench.Figures;
import io.asteris.bench.Subject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** The whole log as a file over HTTP, beside {@code COPY ... TO} of the same rows, CSV beside a CSV of them; and the memory that the service takes for it. */
final class LogExport {
    private static final int LOOK_MILLIS = 100;
    private static final int WARMING_ROUNDS = 3;

    /** The machine is not as quick in one moment as in the next, so all take turns, and the middle one of each counts. */
    private static final int ROUNDS = 3;

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double MEGA = 1e6;
    private static final double KILOBYTES_PER_MEGA = 1_024;
    private static final String RESIDENT = "VmRSS:";

    private static final String COPY_ALL = "COPY (SELECT * FROM log.entry WHERE site = '%s') TO STDOUT";

    /** In the file's order; what the facts say (when it changed, the error, the answer) is in them, so they are copied. */
    private static final String COPY_CSV = """
            COPY (SELECT message, uuid_extract_timestamp(message), status, sender, split_part(search, E'\\n', 2), subject, source,
                         provider, array_to_string(tags, ', '), attachments, size, resend_of, facts
                  FROM log.entry WHERE site = '%s' ORDER BY message) TO STDOUT (FORMAT csv)
            """;

    private final Subject set;
    private final LogClient client;
    private final Connection database;

    LogExport(Subject set, LogClient client, Connection database) {
        this.set = set;
        this.client = client;
        this.database = database;
    }

    Figures run() throws IOException, InterruptedException, SQLException {
        long rows = LogRows.number(database, "SELECT count(*) FROM log.entry WHERE site = ? AND recorded", set.site());
        warm(rows);
        var copy = new Way("COPY ... TO", () -> copied(COPY_ALL));
        var csvCopy = new Way("COPY of what a CSV row is made of", () -> copied(COPY_CSV));
        var csv = new Way("csv", () -> exported("csv", rows));
        var ndjson = new Way("ndjson", () -> exported("ndjson", rows));
        var json = new Way("json", () -> exported("json", rows));
        for (int round = 0; round < ROUNDS; round++) {
            for (Way way : List.of(copy, csvCopy, csv, ndjson, json)) {
                way.turns().add(turn(way.reading()));
            }
        }
        var figures = new Figures(
                "Export of all rows",
                "what",
                "rows",
                "mb",
                "mb_per_s",
                "of_copy",
                "rows_per_s",
                "rows_of_copy",
                "mb_before",
                "mb_most");
        row(figures, copy, copy, rows);
        row(figures, csvCopy, csvCopy, rows);
        row(figures, csv, csvCopy, rows);
        row(figures, ndjson, copy, rows);
        row(figures, json, copy, rows);
        return figures;
    }

    /** Reads all rows once. */
    private interface Reading {
        long octets() throws IOException, SQLException;
    }

    /** One reading: what it gave in what time, and the service's memory in megabytes before it and at most. */
    private record Turn(long octets, double seconds, double before, double most) {
        double megabytes() {
            return octets / MEGA / seconds;
        }
    }

    /** A way to read all rows, and its turns. */
    private record Way(String name, Reading reading, List<Turn> turns) {
        Way(String name, Reading reading) {
            this(name, reading, new ArrayList<>());
        }

        Turn middle() {
            return turns.stream()
                    .sorted(Comparator.comparingDouble(Turn::seconds))
                    .toList()
                    .get(turns.size() / 2);
        }
    }

    /** The first hundred thousands of rows take a JVM several times as long as those after them, and each form has its own code. */
    private void warm(long rows) throws IOException {
        for (int round = 0; round < WARMING_ROUNDS; round++) {
            for (String format : List.of("csv", "ndjson", "json")) {
                exported(format, rows);
            }
        }
    }

    private long exported(String format, long rows) throws IOException {
        LogFile file = client.export(format);
        if (file.rows() != rows) {
            throw new IOException("The file has " + file.rows() + " of " + rows + " rows as " + format + '.');
        }
        return file.octets();
    }

    private Turn turn(Reading reading) throws IOException, InterruptedException, SQLException {
        long service = set.pid("log-service");
        var most = new AtomicLong();
        var going = new AtomicBoolean(true);
        double before = resident(service) / KILOBYTES_PER_MEGA;
        Thread watcher = Thread.ofPlatform().start(() -> watch(service, going, most));
        long begin = System.nanoTime();
        long octets;
        long end;
        try {
            octets = reading.octets();
            end = System.nanoTime();
        } finally {
            going.set(false);
            watcher.join();
        }
        return new Turn(octets, (end - begin) / NANOS, before, most.get() / KILOBYTES_PER_MEGA);
    }

    private static void row(Figures figures, Way way, Way limit, long rows) {
        Turn middle = way.middle();
        Turn beside = limit.middle();
        figures.row(
                way.name(),
                rows,
                middle.octets() / MEGA,
                middle.megabytes(),
                middle.megabytes() / beside.megabytes(),
                rows / middle.seconds(),
                beside.seconds() / middle.seconds(),
                way.turns().getFirst().before(),
                way.turns().stream().mapToDouble(Turn::most).max().orElseThrow());
    }

    private static void watch(long service, AtomicBoolean going, AtomicLong most) {
        while (going.get()) {
            most.accumulateAndGet(resident(service), Math::max);
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * Kilobytes that it has in memory. What it shares with others is counted whole, unlike in {@link io.asteris.bench.ProcessUse}: dividing
     * that up takes some milliseconds of a core, ten times a second, while the service may not map memory.
     */
    private static long resident(long process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process), "status"))) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private long copied(String copy) throws IOException, SQLException {
        var octets = new AtomicLong();
        OutputStream counting = new OutputStream() {
            @Override
            public void write(int octet) {
                octets.incrementAndGet();
            }

            @Override
            public void write(byte[] written, int offset, int length) {
                octets.addAndGet(length);
            }
        };
        database.unwrap(PGConnection.class).getCopyAPI().copyOut(copy.formatted(set.site()), counting);
        return octets.get();
    }
}
