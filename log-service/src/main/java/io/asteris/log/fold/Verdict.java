package io.asteris.log.fold;

import io.asteris.contract.AnswerKind;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
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

    /** The verdicts of so many recipients, by position. */
    static Verdict[] of(History history, int count) {
        var verdicts = new Verdict[count];
        Arrays.fill(verdicts, Pending.INSTANCE);
        // Skips first: an answer for all is an answer for those that were asked about.
        for (StateChange change : history.states()) {
            for (StateChange.Skip skip : change.skipped()) {
                if (skip.position() < count) {
                    verdicts[skip.position()] = new Skipped(skip.reason());
                }
            }
        }
        for (Attempt attempt : history.attempts()) {
            if (attempt.recipients().isEmpty()) {
                Verdict verdict = verdict(attempt.answer(), attempt.enhanced(), attempt::line);
                for (int position = 0; position < count; position++) {
                    settle(verdicts, position, verdict);
                }
            }
            for (Attempt.Said said : attempt.recipients()) {
                settle(verdicts, said.position(), verdict(said.answer(), said.enhanced(), said::line));
            }
        }
        return verdicts;
    }

    private static Verdict verdict(AnswerKind answer, @Nullable String enhanced, Supplier<String> text) {
        return switch (answer) {
            case TAKEN -> Taken.INSTANCE;
            case REFUSED -> new Refused(enhanced, text.get());
            // It stays as it was: nobody has decided about it yet.
            case NOT_TAKEN, UNKNOWN -> Pending.INSTANCE;
        };
    }

    /** The first verdict holds. */
    private static void settle(Verdict[] verdicts, int position, Verdict verdict) {
        if (position < verdicts.length && verdicts[position] == Pending.INSTANCE) {
            verdicts[position] = verdict;
        }
    }
}
