package io.asteris.dispatcher.attempt;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said to one attempt; the closed type on which the engine decides. Every case names in
 * {@link #recipients()} those recipients whose own answer differs; a recipient not named shares the message's answer.
 * Providers that take all or nothing name none.
 */
public sealed interface Answer {
    /** The provider's words. */
    Said said();

    /** The recipients whose own answer differs from the message's, by position. */
    List<RecipientAnswer> recipients();

    /** The word for events. */
    AnswerKind kind();

    /** What was said of that recipient alone; empty when it shares the message's answer. */
    default Optional<RecipientAnswer> recipient(int position) {
        return recipients().stream()
                .filter(answer -> answer.position() == position)
                .findFirst();
    }

    /**
     * The provider took the message for every recipient not named in {@code recipients}.
     *
     * @param providerMessageId the provider's own id of the message, as its events will name it; null when it gave none
     * @param simulated whether the provider only checked the message, as a sandbox does
     */
    record Taken(Said said, @Nullable String providerMessageId, boolean simulated, List<RecipientAnswer> recipients)
            implements Answer {
        public Taken {
            recipients = List.copyOf(recipients);
        }

        @Override
        public AnswerKind kind() {
            return AnswerKind.TAKEN;
        }
    }

    /**
     * The provider surely did not take it and may later.
     *
     * @param cause {@link Cause#TRANSIENT}, {@link Cause#THROTTLED} or {@link Cause#CONFIGURATION}
     * @param retryAfter how long the provider wants us to wait; null when the schedule decides
     */
    record NotTaken(Cause cause, Said said, @Nullable Duration retryAfter, List<RecipientAnswer> recipients)
            implements Answer {
        public NotTaken {
            if (cause == Cause.PERMANENT || cause == Cause.RECIPIENT) {
                throw new IllegalArgumentException("a refusal for good is Refused, not NotTaken");
            }
            recipients = List.copyOf(recipients);
        }

        /** Not taken for that cause, the same for all recipients, no wait asked for. */
        public static NotTaken of(Cause cause, Said said) {
            return new NotTaken(cause, said, null, List.of());
        }

        @Override
        public AnswerKind kind() {
            return AnswerKind.NOT_TAKEN;
        }
    }

    /**
     * The provider will never take it as it is.
     *
     * @param cause {@link Cause#PERMANENT} for the message, {@link Cause#RECIPIENT} when each recipient was refused
     */
    record Refused(Cause cause, Said said, List<RecipientAnswer> recipients) implements Answer {
        public Refused {
            if (cause != Cause.PERMANENT && cause != Cause.RECIPIENT) {
                throw new IllegalArgumentException("a refusal for good is permanent or the recipient's");
            }
            recipients = List.copyOf(recipients);
        }

        /** The message itself is refused for good. */
        public static Refused message(Said said) {
            return new Refused(Cause.PERMANENT, said, List.of());
        }

        @Override
        public AnswerKind kind() {
            return AnswerKind.REFUSED;
        }
    }

    /** The message went out and no readable answer came: the provider may have it. */
    record Unknown(Said said, List<RecipientAnswer> recipients) implements Answer {
        public Unknown {
            recipients = List.copyOf(recipients);
        }

        /** Unknown for all recipients. */
        public static Unknown of(Said said) {
            return new Unknown(said, List.of());
        }

        @Override
        public AnswerKind kind() {
            return AnswerKind.UNKNOWN;
        }
    }
}
