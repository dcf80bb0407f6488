package io.asteris.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/**
 * Careful clients of a set: each repeats a request without an answer under the same Idempotency-Key until there is one, and writes
 * every {@code 202} into the ledger.
 */
final class Callers {
    private static final int CALLERS = 8;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final long BETWEEN_TRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RunningSet set;
    private final Ledger ledger;
    private final Letter letter;

    /**
     * What they send.
     *
     * @param subject what all subjects begin with
     * @param to the recipient
     * @param fields more members of the request, each with a comma before it
     */
    record Letter(String subject, String to, String fields) {
        /** To somebody whose mail is simply taken. */
        static Letter of(String subject) {
            return new Letter(subject, "anna@example.com", "");
        }

        private String subject(int number) {
            return subject + " #" + number;
        }

        private String request(String subject) {
            return "{\"to\":\"" + to + "\",\"subject\":\"" + subject + "\",\"text\":\"one of many\"" + fields + "}";
        }
    }

    /** Something done while they send. */
    interface Deed {
        void run() throws IOException, InterruptedException;
    }

    Callers(RunningSet set, Ledger ledger, Letter letter) {
        this.set = set;
        this.ledger = ledger;
        this.letter = letter;
    }

    /**
     * Sends so many messages, a few at a time, and returns when each has its {@code 202}.
     *
     * @param before how many are answered when the deed is begun
     */
    void send(int sends, int before, Deed deed) throws IOException, InterruptedException {
        send(number -> number < sends, before, deed);
    }

    /** The same for as long as there are more, asked before each with its number. */
    void send(IntPredicate more, int before, Deed deed) throws IOException, InterruptedException {
        var next = new AtomicInteger();
        var unanswered = new AtomicInteger();
        var reached = new CountDownLatch(before);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                callers.execute(() -> {
                    for (int n = next.getAndIncrement(); more.test(n); n = next.getAndIncrement()) {
                        if (!accepted(letter.subject(n))) {
                            unanswered.incrementAndGet();
                        }
                        reached.countDown();
                    }
                });
            }
            reached.await();
            deed.run();
        }
        if (unanswered.get() > 0) {
            throw new IOException(unanswered + " sends got no 202 within the time of a restart");
        }
    }

    private boolean accepted(String subject) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        String key = UUID.randomUUID().toString();
        while (System.nanoTime() < end) {
            try {
                HttpResponse<String> answer = set.post("/send", letter.request(subject), "Idempotency-Key", key);
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
