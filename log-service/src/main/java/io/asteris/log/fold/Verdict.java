package io.asteris.log.fold;

import io.asteris.contract.AnswerKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the dispatcher's facts say of one recipient, before any report of what became of it. */
sealed interface Verdict {
    /** No provider took or refused it. */
    enum Pending implements Verdict {
        INSTANCE
    }

    /** A provider took the message for it. */
    enum Taken implements Verdict {
        INSTANCE
    }

    /** A provider refused it for good. */
    record Refused(@Nullable String enhanced, String text) implements Verdict {
        /** RFC 3463 3.2: bad mailbox, bad system, mailbox moved; 5.1.10 (RFC 7505) is the domain that takes no mail. */
        private static final Set<String> NO_SUCH_MAILBOX = Set.of("5.1.1", "5.1.2", "5.1.6", "5.1.10");

        boolean noSuchMailbox() {
            return enhanced != null && NO_SUCH_MAILBOX.contains(enhanced);
        }
    }

    /** It was left out. */
    record Skipped(String reason) implements Verdict {}

    /** The verdicts of all recipients that are not pending, by position. */
    static Map<Integer, Verdict> of(History history) {
        var verdicts = new HashMap<Integer, Verdict>();
        // Skips first: an answer for all is an answer for those that were asked about.
        for (StateChange change : history.states().values()) {
            for (StateChange.Skip skip : change.skipped()) {
                verdicts.put(skip.position(), new Skipped(skip.reason()));
            }
        }
        int count = history.acceptance().map(Acceptance::recipients).orElse(0);
        for (Attempt attempt : history.attempts().values()) {
            if (attempt.recipients().isEmpty()) {
                for (int position = 0; position < count; position++) {
                    settle(verdicts, position, attempt.answer(), attempt.enhanced(), attempt.line());
                }
            }
            for (Attempt.Said said : attempt.recipients()) {
                settle(verdicts, said.position(), said.answer(), said.enhanced(), said.line());
            }
        }
        return verdicts;
    }

    private static void settle(
            Map<Integer, Verdict> verdicts, int position, AnswerKind answer, @Nullable String enhanced, String text) {
        switch (answer) {
            case TAKEN -> verdicts.putIfAbsent(position, Taken.INSTANCE);
            case REFUSED -> verdicts.putIfAbsent(position, new Refused(enhanced, text));
            case NOT_TAKEN, UNKNOWN -> {
                // It stays as it was: nobody has decided about it yet.
            }
        }
    }
}
