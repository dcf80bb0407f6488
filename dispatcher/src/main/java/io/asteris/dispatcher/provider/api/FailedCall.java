package io.asteris.dispatcher.provider.api;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.platform.egress.HttpResult;

/** What it means for a message that no answer came (RELIABILITY 4). */
public final class FailedCall {
    private FailedCall() {}

    /** Unknown as soon as the provider may have all of the request. */
    public static Answer answer(HttpResult.Failed failed) {
        Said said = Said.ours(failed.words());
        if (failed.mayHaveArrived()) {
            return Answer.Unknown.of(said);
        }
        return switch (failed.trouble()) {
            case FORBIDDEN, TLS -> Answer.NotTaken.of(Cause.CONFIGURATION, said);
            case NAME, CONNECT, TIME_OUT, DROPPED, PROTOCOL -> Answer.NotTaken.of(Cause.TRANSIENT, said);
        };
    }
}
