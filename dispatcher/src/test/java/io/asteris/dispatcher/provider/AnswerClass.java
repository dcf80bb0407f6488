package io.asteris.dispatcher.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.provider.api.Api;
import java.util.Locale;

/** Checks what an API makes of an answer against the class that the samples give it. */
public final class AnswerClass {
    private AnswerClass() {}

    /** The answer is of the row's class, and keeps status and words. */
    public static void check(Api api, AnswerRow row, Outgoing message) {
        Answer answer = api.answer(row.answered(), message);
        assertThat(answer.said().code()).isEqualTo(row.status());
        assertThat(answer.said().text()).isNotBlank();
        assertThat(word(answer)).as(answer.said().line()).isEqualTo(row.outcome());
    }

    /** The words of an answer in the class names of the samples. */
    public static String word(Answer answer) {
        return switch (answer) {
            case Answer.Taken taken -> taken.simulated() ? "VALIDATED_NOT_SENT" : "ACCEPTED";
            case Answer.NotTaken notTaken ->
                notTaken.cause() == Cause.CONFIGURATION
                        ? "CONFIG"
                        : notTaken.cause().word().toUpperCase(Locale.ROOT);
            case Answer.Refused refused -> "PERMANENT";
            case Answer.Unknown unknown -> "UNKNOWN";
        };
    }
}
