package io.asteris.gateway.accept;

import io.asteris.platform.http.ProblemException;

/** What the site's settings make of a checked request. */
public sealed interface Resolved {
    /** It can be accepted. */
    record Ready(ReadyMessage message) implements Resolved {}

    /** The site's settings do not allow it. */
    record Refused(ProblemException problem) implements Resolved {}
}
