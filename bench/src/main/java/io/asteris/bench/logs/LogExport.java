package io.asteris.bench.logs;

import io.asteris.bench.Figures;
import io.asteris.bench.ProcessUse;
import io.asteris.bench.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;

/** The whole log as a file over HTTP, beside {@code COPY ... TO} of the same rows, CSV beside a CSV of them; and the memory that the service takes for it. */
final class LogExport {
    private static final int LOOK_MILLIS = 100;
    private static final int WARMING_ROUNDS = 3;
    private static final int CHUNK = 64 * 1024;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double MEGA = 1e6;
    private static final double KILOBYTES_PER_MEGA = 1_024;

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
        long rows = LogRows.number(database, "SELECT count(*) FROM log.entry WHERE site = ? AND recorded", set.site());
        Rate copy = limit(figures, "COPY ... TO", "COPY (SELECT * FROM log.entry WHERE site = '%s') TO STDOUT", rows);
        Rate csvCopy = limit(figures, "COPY of what a CSV row is made of", COPY_CSV, rows);
        warm();
        export(figures, "csv", rows, csvCopy);
        export(figures, "ndjson", rows, copy);
        export(figures, "json", rows, copy);
        return figures;
    }

    /** The first hundred thousands of rows take a JVM several times as long as those after them, and each form has its own code. */
    private void warm() throws IOException, InterruptedException {
        for (int round = 0; round < WARMING_ROUNDS; round++) {
            for (String format : List.of("csv", "ndjson", "json")) {
                try (InputStream file = client.export(format)) {
                    drained(file);
                }
            }
        }
    }

    private Rate limit(Figures figures, String name, String copy, long rows) throws IOException, SQLException {
        long begin = System.nanoTime();
        long octets = copied(copy.formatted(set.site()));
        double seconds = (System.nanoTime() - begin) / NANOS;
        Rate rate = new Rate(octets / MEGA / seconds, rows / seconds);
        figures.row(name, rows, octets / MEGA, rate.megabytes(), 1.0, rate.rows(), 1.0, 0.0, 0.0);
        return rate;
    }

    private void export(Figures figures, String format, long rows, Rate copy) throws IOException, InterruptedException {
        double before = memory();
        var most = new AtomicLong();
        var going = new AtomicBoolean(true);
        Thread watcher = Thread.ofPlatform().start(() -> watch(going, most));
        long begin = System.nanoTime();
        long octets;
        try (InputStream file = client.export(format)) {
            octets = drained(file);
        } finally {
            going.set(false);
            watcher.join();
        }
        double seconds = (System.nanoTime() - begin) / NANOS;
        Rate rate = new Rate(octets / MEGA / seconds, rows / seconds);
        figures.row(
                format,
                rows,
                octets / MEGA,
                rate.megabytes(),
                rate.megabytes() / copy.megabytes(),
                rate.rows(),
                rate.rows() / copy.rows(),
                before,
                most.get() / KILOBYTES_PER_MEGA);
    }

    private void watch(AtomicBoolean going, AtomicLong most) {
        while (going.get()) {
            most.accumulateAndGet(ProcessUse.of(set.pid("log-service")).kilobytes(), Math::max);
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private double memory() {
        return ProcessUse.of(set.pid("log-service")).kilobytes() / KILOBYTES_PER_MEGA;
    }

    private static long drained(InputStream file) throws IOException {
        long octets = 0;
        byte[] chunk = new byte[CHUNK];
        for (int read = file.read(chunk); read >= 0; read = file.read(chunk)) {
            octets += read;
        }
        return octets;
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
        database.unwrap(PGConnection.class).getCopyAPI().copyOut(copy, counting);
        return octets.get();
    }

    /** How much comes in a second. */
    private record Rate(double megabytes, double rows) {}
}
