package io.asteris.local.chaos;

import io.asteris.local.set.SetProcesses;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Breaks a service at each place between two durable steps, in each way, with one dispatcher and with two, while twenty messages are
 * on their way, and holds what became of them against what RELIABILITY 4 allows.
 */
public final class Failpoints {
    private static final String GATEWAY = "send-gateway";
    private static final String DISPATCHER = "dispatcher";
    private static final int MESSAGES = 20;

    /** So many are under way or done when the trap is laid. */
    private static final int BEFORE = 6;

    /** Calls that may be under way on one instance: after a crash or a stall their outcome is not known. */
    private static final int LANE_CONCURRENCY = 16;

    /** Every place, by the order in which a message passes them. */
    private static final List<Point> POINTS = List.of(
            new Point(GATEWAY, "accept.ready"),
            new Point(GATEWAY, "accept.committed"),
            new Point(GATEWAY, "accept.answered"),
            new Point(GATEWAY, "outbox.committed"),
            new Point(GATEWAY, "outbox.acknowledged"),
            new Point(GATEWAY, "outbox.deleted"),
            new Point(DISPATCHER, "intake.read"),
            new Point(DISPATCHER, "intake.inserted"),
            new Point(DISPATCHER, "consumer.handled"),
            new Point(DISPATCHER, "consumer.committed"),
            new Point(DISPATCHER, "claim.committed"),
            new Point(DISPATCHER, "content.fetched"),
            new Point(DISPATCHER, "call.answered"),
            new Point(DISPATCHER, "result.committed"),
            new Point(DISPATCHER, "outbox.committed"),
            new Point(DISPATCHER, "outbox.acknowledged"),
            new Point(DISPATCHER, "outbox.deleted"),
            new Point(DISPATCHER, "step.moved"));

    private final RunningSet set;
    private final SetProcesses processes;
    private final Traps traps;

    /**
     * @param processes of that set, with a second dispatcher among them
     * @param traps with whose settings the set was started
     */
    public Failpoints(RunningSet set, SetProcesses processes, Traps traps) {
        this.set = set;
        this.processes = processes;
        this.traps = traps;
    }

    /** A place in a service. */
    private record Point(String service, String name) {
        @Override
        public String toString() {
            return service + " " + name;
        }
    }

    /** One cell of the matrix. */
    public record Cell(String service, String point, String deed, int dispatchers) {
        @Override
        public String toString() {
            return service + " " + point + " " + deed.toLowerCase(Locale.ROOT) + ", dispatchers " + dispatchers;
        }
    }

    /**
     * What one cell did.
     *
     * @param twice messages that came more than once
     * @param wrong one line for each broken promise; empty when all was kept
     */
    public record Report(Cell cell, int accepted, int twice, List<String> wrong) {
        public Report {
            wrong = List.copyOf(wrong);
        }
    }

    /** The whole matrix, those with one dispatcher first. */
    public static List<Cell> matrix() {
        return Stream.of(1, 2)
                .flatMap(dispatchers -> POINTS.stream().flatMap(point -> Stream.of(Trap.Deed.values())
                        .map(deed -> new Cell(point.service(), point.name(), deed.name(), dispatchers))))
                .toList();
    }

    /** Sends twenty messages, breaks the service when some are under way, and waits until all have settled. */
    public Report run(Cell cell) throws IOException, InterruptedException {
        haveDispatchers(cell.dispatchers());
        String run = "failpoint " + cell.point() + " " + UUID.randomUUID();
        boolean cancels = cell.point().equals("step.moved");
        Ledger ledger = cancels ? Ledger.ofCancelled(set, run) : Ledger.ofMail(set, run);
        var letter = new Callers.Letter(run, "anna@example.com", cancels ? inADay() : "");
        var deed = Trap.Deed.valueOf(cell.deed());
        new Callers(set, ledger, letter).send(MESSAGES, BEFORE, () -> traps.lay(cell.service(), cell.point(), deed));
        if (cancels) {
            cancel(ledger.ids());
        }
        traps.awaitSprung(cell.service(), cell.point());
        Ledger.Balance balance = ledger.settle();
        List<String> wrong = new ArrayList<>(balance.wrong());
        if (!traps.clear(cell.service(), cell.point())) {
            wrong.add("the failpoint was not reached");
        }
        if (balance.twice() > allowed(cell)) {
            wrong.add(balance.twice() + " messages came twice, " + allowed(cell) + " may");
        }
        processes.awaitReady(cell.service());
        return new Report(cell, balance.accepted(), balance.twice(), wrong);
    }

    /** The calls under way when a dispatcher ends or stalls; the one call whose answer was lost by a fault; nothing else. */
    private static int allowed(Cell cell) {
        if (!cell.service().equals(DISPATCHER)) {
            return 0;
        }
        return switch (Trap.Deed.valueOf(cell.deed())) {
            case KILL, HANG -> LANE_CONCURRENCY;
            case EXCEPTION -> cell.point().equals("call.answered") ? 1 : 0;
        };
    }

    private void haveDispatchers(int wanted) {
        boolean there = processes.pid(SetProcesses.SECOND_DISPATCHER).isPresent();
        if (wanted == 2 && !there) {
            processes.start(SetProcesses.SECOND_DISPATCHER);
        } else if (wanted == 1 && there) {
            processes.stop(SetProcesses.SECOND_DISPATCHER);
        }
    }

    private static String inADay() {
        return ",\"scheduled_at\":\"" + Instant.now().plus(Duration.ofDays(1)) + "\"";
    }

    private void cancel(List<String> ids) throws IOException, InterruptedException {
        for (String id : ids) {
            HttpResponse<String> answer = set.send(set.api("/send/" + id)
                    .method("DELETE", HttpRequest.BodyPublishers.noBody())
                    .build());
            if (answer.statusCode() != 202) {
                throw new IOException("a cancellation was answered " + answer.statusCode() + " " + answer.body());
            }
        }
    }
}
