package io.asteris.gateway.request;

import io.asteris.platform.http.ProblemException;

/** One message of a batch: sound, or refused for its own reason. */
public sealed interface BatchItem {
    /** It can be accepted. */
    record Sound(SendRequest request) implements BatchItem {}

    /** It cannot; the pointers of the problem start at the whole batch. */
    record Faulty(ProblemException problem) implements BatchItem {}
}
