package io.asteris.log.job;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Does the jobs of one kind, a bounded step at a time, so that many jobs and a stop get their turn. */
public interface JobWork {
    /** The kind that this does. */
    Job.Kind kind();

    /**
     * Does the next few items and writes what became of them ({@link JobStore#change}). A step may be repeated when the process
     * died in it; it does nothing twice. A failure is trouble of ours, not of an item: the step is tried again later.
     *
     * @return how long the job rests before its next step
     */
    Uni<Duration> step(Job job);
}
