package io.asteris.bench.logs;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** Sends mail through the whole set, as fast as it is taken or evenly. */
final class LogTraffic {
    private static final int BATCH = 100;
    private static final int EVEN_BATCH = 25;
    private static final int LOOK_MILLIS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LogClient client;
    private final Connection database;
    private final LogMail mail;

    LogTraffic(LogClient client, Connection database, LogMail mail) {
        this.client = client;
        this.database = database;
        this.mail = mail;
    }

    /**
     * How mail was sent.
     *
     * @param perSecond from the first post until all were sent
     * @param mostWaiting most messages that waited to be sent at one time
     */
    record Sent(int messages, double perSecond, long mostWaiting) {}

    /** Sends the one message whose body has the rare word. */
    void sendRare() throws IOException, InterruptedException {
        client.send(mail.rare());
    }

    /** Sends so many as fast as the gateway takes them, which is faster than they are sent on; waits until they are. */
    Sent atOnce(int messages) throws IOException, InterruptedException, SQLException {
        return send(messages, BATCH, 0);
    }

    /** Sends so many at a pace. */
    Sent evenly(int messages, int perSecond) throws IOException, InterruptedException, SQLException {
        return send(messages, EVEN_BATCH, TimeUnit.SECONDS.toNanos(1) / perSecond);
    }

    private Sent send(int messages, int batch, long nanosApart) throws IOException, InterruptedException, SQLException {
        long before = sent();
        long begin = System.nanoTime();
        long most = 0;
        for (int sent = 0; sent < messages; sent += batch) {
            TimeUnit.NANOSECONDS.sleep(begin + sent * nanosApart - System.nanoTime());
            client.send(mail.batch(Math.min(batch, messages - sent)));
            most = Math.max(most, waiting());
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (sent() < before + messages || LogRows.number(database, "SELECT count(*) FROM dispatcher.outbox") > 0) {
            pause(end, messages + " messages were not sent");
        }
        return new Sent(messages, messages / ((System.nanoTime() - begin) / NANOS), most);
    }

    private long waiting() throws SQLException {
        return LogRows.number(
                database, "SELECT count(*) FROM dispatcher.delivery WHERE state IN ('queued', 'retry_wait')");
    }

    private long sent() throws SQLException {
        return LogRows.number(database, "SELECT count(*) FROM dispatcher.delivery WHERE state = 'sent'");
    }

    /** Waits a little; fails when the time is over. */
    static void pause(long end, String trouble) throws InterruptedException {
        if (System.nanoTime() > end) {
            throw new IllegalStateException(trouble);
        }
        Thread.sleep(LOOK_MILLIS);
    }
}
