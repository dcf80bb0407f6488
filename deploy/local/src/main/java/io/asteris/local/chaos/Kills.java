package io.asteris.local.chaos;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Kills one process of a set in the middle of sends that go on, and checks that every {@code 202} was kept. */
public final class Kills {
    /** The processes worth killing, one at a time. */
    public static final List<String> VICTIMS =
            List.of("dispatcher", "send-gateway", "log-service", "kafka", "postgres");

    private final RunningSet set;

    public Kills(RunningSet set) {
        this.set = set;
    }

    /**
     * What one kill did.
     *
     * @param twice messages that came more than once; each is flagged unless {@code wrong} says otherwise
     * @param wrong one line for each broken promise; empty when all was kept
     */
    public record Report(String victim, int accepted, int twice, List<String> wrong) {
        public Report {
            wrong = List.copyOf(wrong);
        }
    }

    /** Sends so many messages, kills the victim with {@code kill -9} after half of them, and waits for the rest to settle. */
    public Report kill(String victim, int sends) throws IOException, InterruptedException {
        String run = "kill " + victim + " " + UUID.randomUUID();
        var ledger = Ledger.ofMail(set, run);
        new Callers(set, ledger, Callers.Letter.of(run)).send(sends, sends / 2, () -> set.kill(victim));
        Ledger.Balance balance = ledger.settle();
        return new Report(victim, balance.accepted(), balance.twice(), balance.wrong());
    }
}
