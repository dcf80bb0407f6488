package io.asteris.log.fold;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call to one provider and its answer.
 *
 * @param number counts from 1 and names the attempt within its message
 * @param text the provider's words; empty when it had none
 * @param recipients what was said of single ones; empty when the answer is for all that were still waiting
 */
public record Attempt(
        int number,
        String provider,
        Instant startedAt,
        long millis,
        AnswerKind answer,
        @Nullable Cause cause,
        @Nullable Integer code,
        @Nullable String enhanced,
        @Nullable String text,
        @Nullable String providerMessageId,
        boolean possibleDuplicate,
        @Nullable List<Said> recipients)
        implements Fact {

    public Attempt {
        startedAt = Millis.of(startedAt);
        text = text == null ? "" : text;
        recipients = recipients == null ? List.of() : List.copyOf(recipients);
    }

    /** When the answer was there. */
    public Instant endedAt() {
        return startedAt.plusMillis(millis);
    }

    /** Code and text on one line, as a person would quote it. */
    public String line() {
        return line(code, text);
    }

    static String line(@Nullable Integer code, String text) {
        if (code == null || text.startsWith(code.toString())) {
            return text;
        }
        return text.isEmpty() ? code.toString() : code + " " + text;
    }

    /** Redacted: a provider's words may name a person. */
    @Override
    public String toString() {
        return "attempt " + number + " " + provider + " " + answer;
    }

    /** What was said of one recipient. */
    public record Said(
            int position,
            AnswerKind answer,
            @Nullable Integer code,
            @Nullable String enhanced,
            @Nullable String text) {

        public Said {
            text = text == null ? "" : text;
        }

        String line() {
            return Attempt.line(code, text);
        }

        @Override
        public String toString() {
            return position + " " + answer;
        }
    }
}
