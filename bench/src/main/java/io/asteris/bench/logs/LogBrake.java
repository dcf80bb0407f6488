package io.asteris.bench.logs;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds the log's ingest back while the service runs and stays warm, and lets it go on at a pace: by the lock that each part of a fold
 * shares, so that nothing is in the middle of a commit. The broker's quotas cannot do it: they let ten seconds' worth pass at once.
 */
final class LogBrake implements AutoCloseable {
    private static final String LOCK = "hashtext('log.holding')";
    private static final int LOOK_MILLIS = 20;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Connection own;
    private final String site;
    private boolean held;

    /** Works over a connection of its own. */
    LogBrake(Connection own, String site) {
        this.own = own;
        this.site = site;
    }

    /** What is done while the log ingests at a pace. */
    interface Work {
        void run() throws IOException, InterruptedException, SQLException;
    }

    /** From now on nothing is folded. */
    synchronized void hold() throws SQLException {
        if (!held) {
            LogRows.number(own, "SELECT 1 FROM (SELECT pg_advisory_lock(" + LOCK + ")) AS locked");
            held = true;
        }
    }

    /** All is folded as fast as it can be. */
    synchronized void release() throws SQLException {
        if (held) {
            LogRows.number(own, "SELECT 1 FROM (SELECT pg_advisory_unlock(" + LOCK + ")) AS unlocked");
            held = false;
        }
    }

    /** How many messages the log has as sent, by its own counts, which are a few rows. */
    synchronized long sent() throws SQLException {
        return LogRows.number(
                own,
                "SELECT coalesce(sum(count), 0) FROM log.stat WHERE site = ? AND dimension = 'status' AND key = 'sent'",
                site);
    }

    /** Does something while at most so many messages a second are folded; gives how many were. */
    double pace(double perSecond, Work work) throws IOException, InterruptedException, SQLException {
        var going = new AtomicBoolean(true);
        var failure = new AtomicReference<SQLException>();
        long before = sent();
        long begin = System.nanoTime();
        Thread pacer = Thread.ofPlatform().start(() -> {
            try {
                while (going.get()) {
                    keep(before + (long) (perSecond * (System.nanoTime() - begin) / NANOS));
                    Thread.sleep(LOOK_MILLIS);
                }
            } catch (SQLException failed) {
                failure.set(failed);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        double reached;
        try {
            work.run();
            reached = (sent() - before) / ((System.nanoTime() - begin) / NANOS);
        } finally {
            going.set(false);
            pacer.join();
            release();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return reached;
    }

    /** Holds the log from so many sent messages on, until more are allowed; in between it goes as fast as it can. */
    void keep(long allowed) throws SQLException {
        if (sent() >= allowed) {
            hold();
        } else {
            release();
        }
    }

    @Override
    public void close() throws SQLException {
        own.close();
    }
}
