package io.asteris.gateway.request;

import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;

/** Adds up the decoded octets of one message and ends the reading when there are too many. */
final class DecodedSize {
    private final long max;
    private long octets;

    DecodedSize(long max) {
        this.max = max;
    }

    /** @throws ProblemException {@code 413} when the message has become too large */
    void add(long more) {
        octets += more;
        if (octets > max) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "Bodies and attachments of one message have at most " + max + " octets, decoded.");
        }
    }

    long octets() {
        return octets;
    }
}
