package io.asteris.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What Postfix does on the same machine in the same run: accepting alone, and relaying into the same sink. */
public final class PeerBench {
    private static final int KILO = 1024;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_MILLIS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

    private final Subject set;
    private final int messages;
    private final int kilobytes;

    public PeerBench(Subject set, int messages, int kilobytes) {
        this.set = set;
        this.messages = messages;
        this.kilobytes = kilobytes;
    }

    /** Accepting, by callers; the messages are held in its queue. */
    public Figures accepting(List<Integer> callers) throws IOException, InterruptedException {
        var figures = new Figures("Postfix accepting", "what", "kilobytes", "callers", "accepted_per_s");
        try (var postfix = Postfix.start(set.inboxSmtp(), true)) {
            postfix.take(1, 1, KILO);
            for (int sessions : callers) {
                figures.row("postfix", kilobytes, sessions, postfix.take(sessions, messages, kilobytes * KILO));
            }
        }
        return figures;
    }

    /** Relaying, until the sink has counted all. */
    public Figures relaying(int callers) throws IOException, InterruptedException {
        var figures = new Figures("Postfix relaying", "what", "messages", "per_s");
        try (var rest = new Rest(set);
                var postfix = Postfix.start(set.inboxSmtp(), false)) {
            long all = rest.received() + messages;
            long begin = System.nanoTime();
            postfix.take(callers, messages, kilobytes * KILO);
            while (rest.received() < all) {
                if (System.nanoTime() - begin > PATIENCE_NANOS) {
                    throw new IllegalStateException("Postfix did not relay all messages");
                }
                Thread.sleep(LOOK_MILLIS);
            }
            figures.row("postfix", messages, messages / ((System.nanoTime() - begin) / NANOS));
        }
        return figures;
    }
}
