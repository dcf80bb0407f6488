package io.asteris.gateway.send;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.gateway.accept.Accepted;
import io.asteris.gateway.verdict.Verdict;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.IdempotencyKey;
import io.asteris.platform.http.ProblemAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The answer to a post that sends.
 *
 * @param headers without the content type
 * @param body to be written as JSON
 */
record Answer(int status, String contentType, Map<String, String> headers, Object body) {
    private static final String JSON = "application/json;charset=UTF-8";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final String LOCATION = "Location";

    Answer {
        headers = Map.copyOf(headers);
    }

    /** The body that says a message is stored and waits to be sent. */
    record Queued(MessageId id, String status) {
        Queued(MessageId id) {
            this(id, DispatchState.QUEUED.status());
        }
    }

    /** {@code 202} with the id and where to look. */
    static Answer queued(Accepted accepted) {
        MessageId id = accepted.messages().getFirst();
        return accepted(accepted, new Queued(id), Map.of(LOCATION, entry(id)));
    }

    /** {@code 202} with that body, and the mark of a repeat where it is one. */
    static Answer accepted(Accepted accepted, Object body, Map<String, String> headers) {
        if (!accepted.replayed()) {
            return new Answer(ACCEPTED, JSON, headers, body);
        }
        var marked = new HashMap<>(headers);
        marked.put(IdempotencyKey.REPLAYED, "true");
        return new Answer(ACCEPTED, JSON, marked, body);
    }

    /** {@code 200} with the verdict that was waited for. */
    static Answer verdict(Verdict verdict, Duration wait) {
        return new Answer(
                OK,
                JSON,
                Map.of("Preference-Applied", "wait=" + wait.toSeconds(), LOCATION, entry(verdict.id())),
                verdict);
    }

    /** What a failure is answered anywhere in the house. */
    static Answer problem(Throwable failure, String path) {
        ProblemAnswer problem = ProblemAnswer.of(failure, path);
        return new Answer(problem.body().status(), Api.PROBLEM_JSON, problem.headers(), problem.body());
    }

    /** Relative, because behind a front door the host that we see is not the one that the client sees. */
    private static String entry(MessageId id) {
        return Api.BASE + "/logs/" + id;
    }
}
