package io.asteris.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a client was promised, held against what became of it. The ledger knows the client's {@code 202}s and asks the log and the
 * inbox; nothing else.
 */
final class Ledger {
    private static final Duration SETTLE = Duration.ofSeconds(150);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final RunningSet set;
    private final String subjects;
    private final String expected;
    private final Map<String, String> idBySubject = new ConcurrentHashMap<>();

    private Ledger(RunningSet set, String subjects, String expected) {
        this.set = set;
        this.subjects = subjects;
        this.expected = expected;
    }

    /**
     * For messages that must come and be sent.
     *
     * @param subjects text that all subjects of this run contain, and no others
     */
    static Ledger ofMail(RunningSet set, String subjects) {
        return new Ledger(set, subjects, "sent");
    }

    /** For messages that are cancelled before they can have gone out. */
    static Ledger ofCancelled(RunningSet set, String subjects) {
        return new Ledger(set, subjects, "cancelled");
    }

    /** Writes down a promise: the message with that subject has that id. */
    void accepted(String subject, String id) {
        idBySubject.put(subject, id);
    }

    /** The ids that were promised so far. */
    List<String> ids() {
        return List.copyOf(idBySubject.values());
    }

    /** Waits until every promise is settled or time is up, and says what is wrong; an empty list means that all holds. */
    Balance settle() throws IOException, InterruptedException {
        long end = System.nanoTime() + SETTLE.toNanos();
        Balance balance = look();
        while (!balance.holds() && System.nanoTime() < end) {
            Thread.sleep(BETWEEN_LOOKS);
            balance = look();
        }
        return balance;
    }

    private Balance look() throws IOException, InterruptedException {
        Map<String, Integer> inbox = set.inboxSubjects(subjects);
        List<String> wrong = new ArrayList<>();
        int twice = 0;
        for (Map.Entry<String, String> promise : idBySubject.entrySet()) {
            int copies = inbox.getOrDefault(promise.getKey(), 0);
            boolean comes = expected.equals("sent");
            if (comes != copies > 0) {
                wrong.add(promise.getKey() + " (" + promise.getValue() + ") is " + copies + " times in the inbox");
                continue;
            }
            twice += copies > 1 ? 1 : 0;
            entryOf(promise.getValue(), copies)
                    .ifPresent(fault -> wrong.add(promise.getKey() + " (" + promise.getValue() + ") " + fault));
        }
        return new Balance(idBySubject.size(), twice, wrong);
    }

    private Optional<String> entryOf(String id, int copies) throws IOException, InterruptedException {
        HttpResponse<String> answer = set.get("/logs/" + id);
        if (answer.statusCode() != 200) {
            return Optional.of("has no log entry: " + answer.statusCode());
        }
        JsonNode entry = RunningSet.json(answer);
        String status = entry.path("status").asText();
        if (!status.equals(expected)) {
            return Optional.of("has the status " + status);
        }
        boolean flagged = entry.path("possible_duplicate").asBoolean();
        return copies > 1 && !flagged ? Optional.of("came " + copies + " times and is not flagged") : Optional.empty();
    }

    /**
     * How promises and facts compare.
     *
     * @param twice messages that came more than once, all of them flagged unless {@code wrong} says otherwise
     * @param wrong one line for each broken promise
     */
    record Balance(int accepted, int twice, List<String> wrong) {
        boolean holds() {
            return wrong.isEmpty();
        }
    }
}
