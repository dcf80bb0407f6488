package io.asteris.dispatcher.provider.api;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.platform.egress.HttpResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an answer means by its status alone (RELIABILITY 4), for whatever a provider's own table does not name. */
public final class StatusTable {
    private StatusTable() {}

    /**
     * The answer by status.
     *
     * @param error what the provider itself said in its own form; empty when the body is not the provider's, as when something
     *     between us answered
     */
    public static Answer answer(HttpResult.Answered answered, Optional<String> error) {
        Said said = said(answered, error);
        int status = answered.status();
        return switch (status) {
            case 401, 403, 404, 405, 407 -> Answer.NotTaken.of(Cause.CONFIGURATION, said);
            case 408, 503 -> later(answered, said);
            case 429 -> throttled(said, Waits.retryAfter(answered).orElse(null));
            // In the provider's own words it was not taken; in those of something between us it may have been.
            case 500 -> error.isPresent() ? later(answered, said) : Answer.Unknown.of(said);
            default -> {
                if (status >= 400 && status < 500) {
                    yield Answer.Refused.message(said);
                }
                // A redirect leads away from the API; who follows it would give the credentials to somebody else.
                yield status >= 300 && status < 400
                        ? Answer.NotTaken.of(Cause.CONFIGURATION, said)
                        : Answer.Unknown.of(said);
            }
        };
    }

    /** Not taken for now, by rate or quota. */
    public static Answer throttled(Said said, @Nullable Duration wait) {
        return new Answer.NotTaken(Cause.THROTTLED, said, wait, List.of());
    }

    /** Status and words as they are kept: the provider's, else the beginning of whatever came. */
    public static Said said(HttpResult.Answered answered, Optional<String> error) {
        String words = error.orElseGet(answered::text);
        return new Said(answered.status(), null, words.isBlank() ? "an answer without words" : words);
    }

    private static Answer later(HttpResult.Answered answered, Said said) {
        return new Answer.NotTaken(
                Cause.TRANSIENT, said, Waits.retryAfter(answered).orElse(null), List.of());
    }
}
