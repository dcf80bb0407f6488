package io.asteris.dispatcher.smtp;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.RecipientAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers what a server said of each recipient, and sums it up when it wanted none of them. */
final class RecipientReplies {
    private final List<RecipientAnswer> others;
    private boolean anyTaken;

    /** Starts with the recipients that could not be asked for. */
    RecipientReplies(List<RecipientAnswer> notAsked) {
        others = new ArrayList<>(notAsked);
    }

    void add(int position, SmtpReply reply) {
        if (reply.isPositive()) {
            anyTaken = true;
            return;
        }
        ReplyClassifier.Verdict verdict = ReplyClassifier.classify(Stage.RCPT, reply);
        others.add(new RecipientAnswer(position, verdict.cause(), reply.said(), verdict.retryAfter()));
    }

    boolean anyTaken() {
        return anyTaken;
    }

    /** The recipients that the server did not take so far. */
    List<RecipientAnswer> exceptions() {
        return List.copyOf(others);
    }

    /** The answer when the server took no recipient; at least one was added. */
    Answer noneTaken() {
        Optional<RecipientAnswer> configuration = first(Cause.CONFIGURATION);
        if (configuration.isPresent()) {
            return new Answer.NotTaken(Cause.CONFIGURATION, configuration.get().said(), null, exceptions());
        }
        Optional<RecipientAnswer> passing = first(Cause.TRANSIENT).or(() -> first(Cause.THROTTLED));
        if (passing.isPresent()) {
            return new Answer.NotTaken(passing.get().cause(), passing.get().said(), longestWait(), exceptions());
        }
        Cause cause = first(Cause.RECIPIENT).isPresent() ? Cause.RECIPIENT : Cause.PERMANENT;
        return new Answer.Refused(cause, others.getLast().said(), exceptions());
    }

    private Optional<RecipientAnswer> first(Cause cause) {
        return others.stream().filter(answer -> answer.cause() == cause).findFirst();
    }

    /** "At once" is for the rest of a message of which something went out; here it would spin. */
    private @Nullable Duration longestWait() {
        return others.stream()
                .map(RecipientAnswer::retryAfter)
                .filter(wait -> wait != null && !wait.isZero())
                .max(Duration::compareTo)
                .orElse(null);
    }
}
