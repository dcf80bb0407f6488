package io.asteris.local.chaos;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Posts reports of bounces as Mailgun would and kills a process in the middle: every address whose report
 * was answered {@code 200} has to be on the list, once, and no other.
 */
public final class ReportKills {
    private final RunningSet set;
    private final Verdicts verdicts;

    public ReportKills(RunningSet set) {
        this.set = set;
        this.verdicts = new Verdicts(set);
    }

    /**
     * What came of a run.
     *
     * @param kept reports that were answered {@code 200}
     * @param refused tries that were asked to come again, and did
     * @param wrong broken promises, in words
     */
    public record Report(int kept, int refused, List<String> wrong) {
        public Report {
            wrong = List.copyOf(wrong);
        }
    }

    /** Posts so many reports and kills the victim after half of them. */
    public Report kill(String victim, int reports) throws IOException, InterruptedException {
        Reporter mailgun = Reporter.to(set, 1);
        String run = UUID.randomUUID().toString();
        Map<String, String> kept = new TreeMap<>();
        int refused = 0;
        for (int i = 0; i < reports; i++) {
            String address = "r" + i + "-" + run + "@example.com";
            refused += mailgun.report(Reporter.bounce("e" + i + "-" + run, address, Instant.now(), null));
            kept.put(address, "bounce");
            if (i == reports / 2) {
                set.kill(victim);
            }
        }
        return new Report(kept.size(), refused, Verdicts.settle(() -> verdicts.ofList(run, kept)));
    }
}
