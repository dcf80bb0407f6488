package io.asteris.log.resend;

import io.asteris.contract.MessageId;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.EntryStore;
import io.asteris.log.fold.Status;
import io.asteris.log.job.Job;
import io.asteris.log.job.JobItem;
import io.asteris.log.job.JobStore;
import io.asteris.log.job.JobWork;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Sends the messages of a job again, in their order, at a bounded rate. A message has its verdict as soon as its new entry is no
 * longer queued: what is being retried, held or uncertain then goes its own way and holds up no job.
 */
@ApplicationScoped
class ResendWork implements JobWork {
    private static final Duration PACE = Duration.ofSeconds(1);

    private final JobStore jobs;
    private final EntryStore entries;
    private final Resends resends;
    private final ResendStore store;
    private final Database database;
    private final ResendConfig config;

    ResendWork(
            JobStore jobs,
            EntryStore entries,
            Resends resends,
            ResendStore store,
            Database database,
            ResendConfig config) {
        this.jobs = jobs;
        this.entries = entries;
        this.resends = resends;
        this.store = store;
        this.database = database;
        this.config = config;
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.RESEND;
    }

    @Override
    public Uni<Duration> step(Job job) {
        return jobs.items(job, JobItem.State.ORDERED, config.openAtOnce())
                .chain(open ->
                        settle(job, open).chain(settled -> order(job, config.openAtOnce() - open.size() + settled)))
                .replaceWith(PACE);
    }

    /** Writes the verdicts that are known by now; says how many. */
    private Uni<Integer> settle(Job job, List<JobItem> open) {
        List<MessageId> made =
                open.stream().flatMap(item -> item.fresh().stream()).toList();
        return store.verdicts(job.site(), made)
                .chain(verdicts -> Multi.createFrom()
                        .iterable(open)
                        .select()
                        .where(item ->
                                item.fresh().filter(verdicts::containsKey).isPresent())
                        .onItem()
                        .transformToUniAndConcatenate(item -> change(job, item, verdicts))
                        .collect()
                        .asList())
                .chain(changes -> changes.isEmpty()
                        ? Uni.createFrom().item(0)
                        : database.asWorker(transaction -> jobs.change(transaction, job, changes))
                                .replaceWith(changes.size()));
    }

    private Uni<JobItem.Change> change(Job job, JobItem item, Map<MessageId, Status> verdicts) {
        MessageId fresh = item.fresh().orElseThrow();
        return verdicts.get(fresh).isFailure()
                ? entries.find(job.site(), fresh)
                        .map(found -> item.failed(found.map(ResendWork::error).orElse("It failed again.")))
                : Uni.createFrom().item(item.done());
    }

    private static String error(Entry entry) {
        String error = entry.standing().error();
        return error == null ? "It ended as " + entry.standing().status().word() + '.' : error;
    }

    private Uni<Void> order(Job job, int room) {
        return jobs.items(job, JobItem.State.WAITING, Math.min(config.perSecond(), room))
                .onItem()
                .transformToMulti(items -> Multi.createFrom().iterable(items))
                .onItem()
                .transformToUniAndConcatenate(item -> order(job, item))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> order(Job job, JobItem item) {
        MessageId fresh = resends.mint();
        return entries.find(job.site(), item.message())
                .map(found -> found.orElseThrow(ResendWork::isGone))
                .chain(original -> resends.order(
                        original,
                        fresh,
                        List.of(),
                        job.by(),
                        transaction -> jobs.change(transaction, job, List.of(item.ordered(fresh)))))
                .onFailure(ProblemException.class)
                .recoverWithUni(refused -> database.asWorker(transaction ->
                        jobs.change(transaction, job, List.of(item.failed(String.valueOf(refused.getMessage()))))));
    }

    private static ProblemException isGone() {
        return new ProblemException(ProblemType.NOT_FOUND, "The log has no such entry any more.");
    }
}
