package io.asteris.gateway.accept;

import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import java.time.Duration;

/** The {@code 503}s of the accept path: nothing was accepted, and the same request makes sense again soon. */
final class Unavailable {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(10);

    private Unavailable() {}

    static ProblemException store() {
        return problem("The message could not be stored and was not accepted.", SOON);
    }

    static ProblemException tooSlow() {
        return problem("The store does not answer in time; the message was not accepted.", SOON);
    }

    static ProblemException noMemory() {
        return problem("Too many octets are on their way in at this moment.", SOON);
    }

    static ProblemException backlog() {
        return problem("Too many messages wait to be announced.", LATER);
    }

    private static ProblemException problem(String detail, Duration wait) {
        return new ProblemException(ProblemType.UNAVAILABLE, detail).retryAfter(wait);
    }
}
