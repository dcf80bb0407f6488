package io.asteris.local.chaos;

import io.asteris.local.set.SetProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stops dispatchers in order while they are at work: nothing may become uncertain by it, nothing may go out twice. */
public final class Stops {
    private static final String DISPATCHER = "dispatcher";

    /** Slow enough that calls are under way at every moment. */
    private static final String SLOW = "slow-200@example.com";

    private static final Duration STAY = Duration.ofSeconds(5);
    private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RunningSet set;
    private final SetProcesses processes;

    public Stops(RunningSet set, SetProcesses processes) {
        this.set = set;
        this.processes = processes;
    }

    /**
     * What came of it.
     *
     * @param stops how often a dispatcher was stopped
     * @param uncertain calls whose outcome became unknown
     * @param wrong one line for each broken promise; empty when all was kept
     */
    public record Report(int accepted, int stops, long uncertain, List<String> wrong) {
        public Report {
            wrong = List.copyOf(wrong);
        }
    }

    /** Restarts the only dispatcher once, in the middle of so many messages. */
    public Report restart(int sends) throws IOException, InterruptedException {
        String run = "stop " + UUID.randomUUID();
        Ledger ledger = Ledger.ofMail(set, run);
        long before = set.unknownCalls();
        new Callers(set, ledger, new Callers.Letter(run, SLOW, "")).send(sends, sends / 3, () -> {
            processes.stop(DISPATCHER);
            processes.start(DISPATCHER);
        });
        return report(ledger, 1, before);
    }

    /** Lets a second dispatcher join and leave again and again for that time, while messages go on. */
    public Report joinAndLeave(Duration time) throws IOException, InterruptedException {
        String run = "join " + UUID.randomUUID();
        Ledger ledger = Ledger.ofMail(set, run);
        long before = set.unknownCalls();
        long end = System.nanoTime() + time.toNanos();
        var stops = new int[1];
        new Callers(set, ledger, new Callers.Letter(run, SLOW, "")).send(number -> goesOn(end), 1, () -> {
            while (System.nanoTime() < end) {
                processes.start(SetProcesses.SECOND_DISPATCHER);
                Thread.sleep(STAY);
                processes.stop(SetProcesses.SECOND_DISPATCHER);
                stops[0]++;
                Thread.sleep(STAY);
            }
        });
        return report(ledger, stops[0], before);
    }

    private static boolean goesOn(long end) {
        LockSupport.parkNanos(BREATH_NANOS);
        return System.nanoTime() < end;
    }

    private Report report(Ledger ledger, int stops, long before) throws IOException, InterruptedException {
        Ledger.Balance balance = ledger.settle();
        long uncertain = set.unknownCalls() - before;
        List<String> wrong = new ArrayList<>(balance.wrong());
        if (uncertain > 0) {
            wrong.add(uncertain + " calls became uncertain");
        }
        if (balance.twice() > 0) {
            wrong.add(balance.twice() + " messages came twice");
        }
        return new Report(balance.accepted(), stops, uncertain, wrong);
    }
}
