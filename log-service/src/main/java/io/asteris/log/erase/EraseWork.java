package io.asteris.log.erase;

import io.asteris.contract.MessageId;
import io.asteris.contract.event.EraseOrdered;
import io.asteris.log.job.Job;
import io.asteris.log.job.JobItem;
import io.asteris.log.job.JobStore;
import io.asteris.log.job.JobWork;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Erases the messages of a job, some hundred in one transaction with the orders to those who have more of them. */
@ApplicationScoped
class EraseWork implements JobWork {
    private static final int AT_ONCE = 200;

    private final JobStore jobs;
    private final EraseStore store;
    private final ContentStore content;
    private final Outbox outbox;
    private final DatabaseClock clock;

    EraseWork(JobStore jobs, EraseStore store, ContentStore content, Outbox outbox, DatabaseClock clock) {
        this.jobs = jobs;
        this.store = store;
        this.content = content;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.ERASE;
    }

    @Override
    public Uni<Duration> step(Job job) {
        return jobs.items(job, JobItem.State.WAITING, AT_ONCE)
                .chain(items -> items.isEmpty() ? Uni.createFrom().voidItem() : erase(job, items))
                .replaceWith(Duration.ZERO);
    }

    private Uni<Void> erase(Job job, List<JobItem> items) {
        List<MessageId> messages = items.stream().map(JobItem::message).toList();
        return outbox.asWorker(open -> store.clear(open.connection(), job.site(), messages)
                .chain(() -> content.delete(open.connection(), messages))
                .chain(() -> jobs.change(
                        open.connection(),
                        job,
                        items.stream().map(JobItem::done).toList()))
                .invoke(() -> messages.forEach(message ->
                        open.tell(new EraseOrdered(message, job.site(), job.address(), job.by(), clock.now())))));
    }
}
