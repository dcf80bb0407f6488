package io.asteris.local.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.asteris.local.set.SetProcesses;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Ends webhook-ingest ({@code kill -9}) at each place between two of its durable steps, with one instance and with two, while reports or
 * refused recipients are on their way. Two hard bounces suppress an address here and one does not, so a bounce that is lost and one that
 * counts twice both show in the list.
 */
public final class ReportFailpoints {
    private static final String INGEST = "webhook-ingest";
    private static final int RECIPIENTS = 40;
    private static final int TWICE = 20;

    /** Every place that a report passes, in its order; the first before it is stored, all others after. */
    private static final List<String> OF_REPORTS = List.of(
            "post.verified",
            "post.stored",
            "posts.claimed",
            "posts.applied",
            "posts.committed",
            "outbox.committed",
            "outbox.acknowledged",
            "sweep.read",
            "sweep.acknowledged");

    /** Those that a refusal in the call itself passes. */
    private static final List<String> OF_REFUSALS =
            List.of("facts.learned", "refusals.read", "refusals.committed", "consumer.handled", "consumer.committed");

    private final RunningSet set;
    private final SetProcesses processes;
    private final Traps traps;
    private final Verdicts verdicts;

    /**
     * @param processes of that set, with a second webhook-ingest among them
     * @param traps with whose settings the set was started
     */
    public ReportFailpoints(RunningSet set, SetProcesses processes, Traps traps) {
        this.set = set;
        this.processes = processes;
        this.traps = traps;
        this.verdicts = new Verdicts(set);
    }

    /** One cell of the matrix. */
    public record Cell(String point, int instances) {
        @Override
        public String toString() {
            return INGEST + " " + point + " kill, instances " + instances;
        }
    }

    /** The whole matrix, those with one instance first. */
    public static List<Cell> matrix() {
        return Stream.of(1, 2)
                .flatMap(instances -> Stream.concat(OF_REPORTS.stream(), OF_REFUSALS.stream())
                        .map(point -> new Cell(point, instances)))
                .toList();
    }

    /** Runs one cell and waits until all has settled; leaves the site's rule as it was at first. */
    public ReportKills.Report run(Cell cell) throws IOException, InterruptedException {
        Reporter mailgun = Reporter.to(set, 2, instances(cell.instances()));
        try {
            String run = UUID.randomUUID().toString();
            ReportKills.Report report =
                    OF_REPORTS.contains(cell.point()) ? reports(cell, run, mailgun) : refusals(cell, run);
            List<String> wrong = new ArrayList<>(report.wrong());
            if (!traps.clear(INGEST, cell.point())) {
                wrong.add("the failpoint was not reached");
            }
            return new ReportKills.Report(report.kept(), report.refused(), wrong);
        } finally {
            processes.awaitReady(INGEST);
            Reporter.to(set, 1);
        }
    }

    private ReportKills.Report reports(Cell cell, String run, Reporter mailgun)
            throws IOException, InterruptedException {
        List<String> addresses = IntStream.range(0, RECIPIENTS)
                .mapToObj(i -> "r" + i + "-" + run + "@example.com")
                .toList();
        String message = send(run, addresses);
        List<ObjectNode> events = new ArrayList<>();
        Map<String, String> expected = new TreeMap<>();
        Instant at = Instant.now();
        for (int i = 0; i < RECIPIENTS; i++) {
            events.add(Reporter.bounce("one" + i + "-" + run, addresses.get(i), at, message));
            if (i < TWICE) {
                events.add(Reporter.bounce("two" + i + "-" + run, addresses.get(i), at.plusSeconds(1), message));
                expected.put(addresses.get(i), "bounce");
            }
        }
        Collections.shuffle(events);
        int again = 0;
        for (int i = 0; i < events.size(); i++) {
            if (i == events.size() / 4) {
                traps.lay(INGEST, cell.point(), Trap.Deed.KILL);
            }
            again += mailgun.report(events.get(i));
        }
        List<String> wrong = settle(run, expected, List.of(message), cell);
        String next = send(run + " again", List.copyOf(expected.keySet()));
        wrong.addAll(Verdicts.settle(() -> verdicts.ofRecipients(next, "skipped")));
        return new ReportKills.Report(events.size(), again, wrong);
    }

    private ReportKills.Report refusals(Cell cell, String run) throws IOException, InterruptedException {
        List<String> addresses = IntStream.range(0, RECIPIENTS)
                .mapToObj(i -> "refuse-550-5.1.1@r" + i + "-" + run + ".example")
                .toList();
        List<String> twice = addresses.subList(0, TWICE);
        Map<String, String> expected = new TreeMap<>();
        twice.forEach(address -> expected.put(address, "bounce"));
        traps.lay(INGEST, cell.point(), Trap.Deed.KILL);
        List<String> messages = List.of(send(run, addresses), send(run, twice));
        return new ReportKills.Report(RECIPIENTS + TWICE, 0, settle(run, expected, messages, cell));
    }

    /** Looks again when the instance that died is back: by then nothing is left that could still count twice. */
    private List<String> settle(String run, Map<String, String> expected, List<String> messages, Cell cell)
            throws IOException, InterruptedException {
        Verdicts.Look look = () -> {
            List<String> wrong = new ArrayList<>(verdicts.ofList(run, expected));
            for (String message : messages) {
                wrong.addAll(verdicts.ofRecipients(message, "bounced"));
            }
            return wrong;
        };
        traps.awaitSprung(INGEST, cell.point());
        List<String> wrong = new ArrayList<>(Verdicts.settle(look));
        instances(cell.instances());
        if (wrong.isEmpty()) {
            wrong.addAll(look.wrong());
        }
        return wrong;
    }

    private String send(String subject, List<String> recipients) throws IOException, InterruptedException {
        HttpResponse<String> answer = set.post(
                "/send",
                "{\"to\":[\"" + String.join("\",\"", recipients) + "\"],\"subject\":\"" + subject
                        + "\",\"text\":\"reports\"}");
        if (answer.statusCode() != 202) {
            throw new IOException("a send was answered " + answer.statusCode() + " " + answer.body());
        }
        return RunningSet.json(answer).get("id").asText();
    }

    /** So many instances, ready; where they take posts. */
    private List<URI> instances(int wanted) {
        processes.awaitReady(INGEST);
        if (processes.specs().stream().noneMatch(spec -> spec.name().equals(SetProcesses.SECOND_INGEST))) {
            return List.of(processes.address(INGEST));
        }
        boolean held = processes.isHeld(SetProcesses.SECOND_INGEST);
        if (wanted == 1) {
            if (!held) {
                processes.stop(SetProcesses.SECOND_INGEST);
            }
            return List.of(processes.address(INGEST));
        }
        if (held) {
            processes.start(SetProcesses.SECOND_INGEST);
        }
        processes.awaitReady(SetProcesses.SECOND_INGEST);
        return List.of(processes.address(INGEST), processes.address(SetProcesses.SECOND_INGEST));
    }
}
