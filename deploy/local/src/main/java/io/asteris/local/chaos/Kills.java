package io.asteris.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills one process of a set in the middle of sends that go on, and checks that every {@code 202} was kept. The client does what a
 * careful client does: it repeats a request without an answer under the same Idempotency-Key.
 */
public final class Kills {
    /** The processes worth killing, one at a time. */
    public static final List<String> VICTIMS =
            List.of("dispatcher", "send-gateway", "log-service", "kafka", "postgres");

    private static final int CALLERS = 8;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final long BETWEEN_TRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RunningSet set;

    public Kills(RunningSet set) {
        this.set = set;
    }

    /**
     * What one kill did.
     *
     * @param twice messages that came more than once; each is flagged unless {@code wrong} says otherwise
     * @param wrong one line for each broken promise; empty when all was kept
     */
    public record Report(String victim, int accepted, int twice, List<String> wrong) {
        public Report {
            wrong = List.copyOf(wrong);
        }
    }

    /** Sends so many messages, kills the victim with {@code kill -9} after half of them, and waits for the rest to settle. */
    public Report kill(String victim, int sends) throws IOException, InterruptedException {
        String run = "kill " + victim + " " + UUID.randomUUID();
        var ledger = new Ledger(set, run);
        var next = new AtomicInteger();
        var half = new CountDownLatch(sends / 2);
        var unanswered = new AtomicInteger();
        try (var callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                callers.execute(() -> {
                    for (int n = next.getAndIncrement(); n < sends; n = next.getAndIncrement()) {
                        if (!accepted(ledger, run + " #" + n)) {
                            unanswered.incrementAndGet();
                        }
                        half.countDown();
                    }
                });
            }
            half.await();
            set.kill(victim);
        }
        Ledger.Balance balance = ledger.settle();
        if (unanswered.get() > 0) {
            throw new IOException(unanswered + " sends got no 202 within the time of a restart");
        }
        return new Report(victim, balance.accepted(), balance.twice(), balance.wrong());
    }

    private boolean accepted(Ledger ledger, String subject) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        String key = UUID.randomUUID().toString();
        String body = "{\"to\":\"anna@example.com\",\"subject\":\"" + subject + "\",\"text\":\"one of many\"}";
        while (System.nanoTime() < end) {
            try {
                HttpResponse<String> answer = set.post("/send", body, "Idempotency-Key", key);
                if (answer.statusCode() == 202) {
                    JsonNode accepted = RunningSet.json(answer);
                    ledger.accepted(subject, accepted.get("id").asText());
                    return true;
                }
            } catch (IOException lost) {
                // No answer: the next try under the same key finds out what became of this one.
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
            LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
        return false;
    }
}
