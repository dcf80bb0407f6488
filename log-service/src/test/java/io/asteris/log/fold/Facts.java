package io.asteris.log.fold;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.DispatchState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes facts of one message, a second apart. */
final class Facts {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private Facts() {}

    static Instant at(int seconds) {
        return START.plus(Duration.ofSeconds(seconds));
    }

    static Acceptance accepted(int recipients) {
        return new Acceptance(START, recipients, null);
    }

    static Attempt attempt(int number, AnswerKind answer, int code, @Nullable String enhanced, String text) {
        return attempt(number, answer, code, enhanced, text, List.of());
    }

    static Attempt attempt(
            int number,
            AnswerKind answer,
            int code,
            @Nullable String enhanced,
            String text,
            List<Attempt.Said> recipients) {
        return new Attempt(number, "main", at(number), 20, answer, null, code, enhanced, text, null, false, recipients);
    }

    static Attempt.Said said(int position, AnswerKind answer, int code, @Nullable String enhanced, String text) {
        return new Attempt.Said(position, answer, code, enhanced, text);
    }

    static StateChange state(int version, DispatchState state) {
        return state(version, state, "", List.of());
    }

    static StateChange state(int version, DispatchState state, String reason, List<StateChange.Skip> skipped) {
        return new StateChange(version, state, at(version), reason, null, false, skipped);
    }

    static Outcome outcome(int position, Outcome.Kind kind) {
        return new Outcome(position, kind, at(60), "main", "");
    }
}
