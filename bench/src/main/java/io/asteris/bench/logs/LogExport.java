package io.asteris.bench.logs;

import io.asteris.bench.Figures;
import io.asteris.bench.ProcessUse;
import io.asteris.bench.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;

/** The whole log as a file over HTTP, beside a {@code COPY ... TO} of the same rows; and the memory that the service takes for it. */
final class LogExport {
    private static final int LOOK_MILLIS = 100;
    private static final int CHUNK = 64 * 1024;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double MEGA = 1e6;
    private static final double KILOBYTES_PER_MEGA = 1_024;

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
                "mb_before",
                "mb_most");
        long rows = LogRows.number(database, "SELECT count(*) FROM log.entry WHERE site = ? AND recorded", set.site());
        long begin = System.nanoTime();
        long octets = copy();
        double copySeconds = (System.nanoTime() - begin) / NANOS;
        double copyRate = octets / MEGA / copySeconds;
        figures.row("COPY ... TO", rows, octets / MEGA, copyRate, 1.0, rows / copySeconds, 0.0, 0.0);
        for (String format : new String[] {"csv", "ndjson", "json"}) {
            export(figures, format, rows, copyRate);
        }
        return figures;
    }

    private void export(Figures figures, String format, long rows, double copyRate)
            throws IOException, InterruptedException {
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
        double rate = octets / MEGA / seconds;
        figures.row(
                format,
                rows,
                octets / MEGA,
                rate,
                rate / copyRate,
                rows / seconds,
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

    private long copy() throws IOException, SQLException {
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
        database.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (SELECT * FROM log.entry WHERE site = '" + set.site() + "') TO STDOUT", counting);
        return octets.get();
    }
}
