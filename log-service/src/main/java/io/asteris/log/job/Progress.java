package io.asteris.log.job;

import io.asteris.contract.MessageId;
import java.util.List;

/**
 * A job as the API shows it.
 *
 * @param done those with a verdict, the failed among them
 * @param failures the first thousand of them
 */
public record Progress(JobId id, int total, int done, int failed, String state, List<Failure> failures) {
    public Progress {
        failures = List.copyOf(failures);
    }

    boolean isOver() {
        return !state.equals(Job.State.RUNNING.word());
    }

    /** A message that could not be done, with the reason. */
    public record Failure(MessageId id, String error) {
        /** Redacted: an error may quote a server. */
        @Override
        public String toString() {
            return "failure of " + id;
        }
    }
}
