package io.asteris.log.fold;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The numbers by which words lie in stored facts. A number once given stays, whatever becomes of the order of the constants: a new
 * constant goes to the end of its list here.
 */
final class Codes<E extends Enum<E>> {
    static final Codes<AnswerKind> ANSWERS = new Codes<>(
            AnswerKind.class, List.of(AnswerKind.TAKEN, AnswerKind.NOT_TAKEN, AnswerKind.REFUSED, AnswerKind.UNKNOWN));

    static final Codes<Cause> CAUSES = new Codes<>(
            Cause.class,
            List.of(Cause.TRANSIENT, Cause.THROTTLED, Cause.CONFIGURATION, Cause.PERMANENT, Cause.RECIPIENT));

    static final Codes<DispatchState> STATES = new Codes<>(
            DispatchState.class,
            List.of(
                    DispatchState.QUEUED,
                    DispatchState.ATTEMPTING,
                    DispatchState.RETRY_WAIT,
                    DispatchState.UNCERTAIN,
                    DispatchState.HELD,
                    DispatchState.SENT,
                    DispatchState.FAILED,
                    DispatchState.SUPPRESSED,
                    DispatchState.EXPIRED,
                    DispatchState.CANCELLED,
                    DispatchState.UNKNOWN));

    static final Codes<Outcome.Kind> KINDS = new Codes<>(
            Outcome.Kind.class,
            List.of(
                    Outcome.Kind.OPENED,
                    Outcome.Kind.CLICKED,
                    Outcome.Kind.UNSUBSCRIBED,
                    Outcome.Kind.DEFERRED,
                    Outcome.Kind.DELIVERED,
                    Outcome.Kind.BOUNCED,
                    Outcome.Kind.COMPLAINED));

    private final List<E> words;
    private final Map<E, Integer> codes;

    private Codes(Class<E> all, List<E> words) {
        this.words = words;
        this.codes = new EnumMap<>(all);
        for (int i = 0; i < words.size(); i++) {
            codes.put(words.get(i), i + 1);
        }
        if (codes.size() != all.getEnumConstants().length) {
            throw new IllegalStateException("a " + all.getSimpleName() + " has no code");
        }
    }

    /** Its number, 1 or higher. */
    int of(E word) {
        return Objects.requireNonNull(codes.get(word));
    }

    /** The word of that number. */
    E word(int code) {
        if (code < 1 || code > words.size()) {
            throw new UnreadableFactsException("a word that is not known here");
        }
        return words.get(code - 1);
    }
}
