package io.asteris.gateway.send;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.gateway.accept.Accepted;
import io.asteris.gateway.verdict.Verdict;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.IdempotencyKey;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** The answers to posts that were accepted. */
final class Answers {
    private Answers() {}

    /** The body that says a message is stored and waits to be sent. */
    record Queued(MessageId id, String status) {
        Queued(MessageId id) {
            this(id, DispatchState.QUEUED.status());
        }
    }

    /** {@code 202} with the id and where to look. */
    static Response queued(Accepted accepted) {
        MessageId id = accepted.messages().getFirst();
        var answer = Response.accepted(new Queued(id));
        // Relative, because behind a front door the host that we see is not the one that the client sees.
        answer.header(HttpHeaders.LOCATION, Api.BASE + "/logs/" + id);
        return marked(answer, accepted);
    }

    /** The answer with the mark of a repeat, where it is one. */
    static Response marked(Response.ResponseBuilder answer, Accepted accepted) {
        return accepted.replayed()
                ? answer.header(IdempotencyKey.REPLAYED, "true").build()
                : answer.build();
    }

    /** {@code 200} with the verdict that was waited for. */
    static Response verdict(Verdict verdict, Duration wait) {
        return Response.ok(verdict)
                .header("Preference-Applied", "wait=" + wait.toSeconds())
                .header(HttpHeaders.LOCATION, Api.BASE + "/logs/" + verdict.id())
                .build();
    }
}
