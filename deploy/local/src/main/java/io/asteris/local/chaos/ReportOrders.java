package io.asteris.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.asteris.local.set.SetProcesses;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Posts each event fifty times, in an order of its own for each message, to two instances of webhook-ingest at once: each has one effect,
 * and the log and the list say the same for every order.
 */
public final class ReportOrders {
    private static final int REPEATS = 50;
    private static final int POSTERS = 8;
    private static final String INGEST = "webhook-ingest";

    private final RunningSet set;
    private final SetProcesses processes;
    private final Verdicts verdicts;

    /** @param processes of that set, with a second webhook-ingest among them that runs */
    public ReportOrders(RunningSet set, SetProcesses processes) {
        this.set = set;
        this.processes = processes;
        this.verdicts = new Verdicts(set);
    }

    /** Posts in the order that follows from the seed; gives what is wrong with what came of it. */
    public ReportKills.Report post(long seed) throws IOException, InterruptedException {
        Reporter mailgun =
                Reporter.to(set, 1, List.of(processes.address(INGEST), processes.address(SetProcesses.SECOND_INGEST)));
        String run = UUID.randomUUID().toString();
        String a = "a-" + run + "@example.com";
        String b = "b-" + run + "@example.com";
        String c = "c-" + run + "@example.com";
        HttpResponse<String> answer = set.post(
                "/send",
                "{\"to\":[\"" + a + "\",\"" + b + "\",\"" + c + "\"],\"subject\":\"order " + seed
                        + "\",\"text\":\"orders\"}");
        String message = RunningSet.json(answer).path("id").asText();
        List<ObjectNode> events = events(run, message, a, b, c);
        Collections.shuffle(events, new Random(seed));
        int again = postAll(mailgun, events);
        List<String> timeline = List.of(
                "bounced " + a,
                "complained " + a,
                "unsubscribed " + b,
                "bounced " + b,
                "delivered " + c,
                "opened " + c);
        List<String> wrong = Verdicts.settle(() -> {
            List<String> found = new ArrayList<>(verdicts.ofList(run, Map.of(a, "complaint", b, "unsubscribe")));
            JsonNode entry = verdicts.entry(message);
            same(found, "timeline", timeline, reported(entry));
            same(found, "recipients", List.of("complained", "bounced", "delivered"), statuses(entry));
            same(found, "status", "complained", entry.path("status").asText());
            return found;
        });
        return new ReportKills.Report(events.size(), again, wrong);
    }

    private static List<ObjectNode> events(String run, String tag, String a, String b, String c) {
        Instant at = Instant.now();
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            // The provider's own id may change between two tries.
            events.add(Reporter.bounce("1-" + i + run, a, at, tag));
            events.add(Reporter.event("2" + run, "complained", a, at.plusSeconds(1), tag));
            events.add(Reporter.event("3" + run, "unsubscribed", b, at.plusSeconds(2), tag));
            events.add(Reporter.bounce("4" + run, b, at.plusSeconds(3), tag));
            events.add(Reporter.event("5" + run, "delivered", c, at.plusSeconds(4), tag));
            events.add(Reporter.event("6" + run, "opened", c, at.plusSeconds(5), tag));
        }
        return events;
    }

    private static int postAll(Reporter mailgun, List<ObjectNode> events) throws IOException, InterruptedException {
        int again = 0;
        try (ExecutorService posters = Executors.newFixedThreadPool(POSTERS)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (ObjectNode event : events) {
                answers.add(posters.submit(() -> mailgun.report(event)));
            }
            for (Future<Integer> one : answers) {
                again += one.get();
            }
        } catch (ExecutionException failed) {
            throw new IOException("a report was not taken", failed);
        }
        return again;
    }

    /** What providers reported, by their clock. */
    private static List<String> reported(JsonNode entry) {
        List<String> reported = new ArrayList<>();
        for (JsonNode item : entry.path("timeline")) {
            String type = item.path("type").asText();
            if (!List.of("accepted", "state", "attempt").contains(type)) {
                reported.add(type + " " + item.path("address").asText());
            }
        }
        return reported;
    }

    private static List<String> statuses(JsonNode entry) {
        List<String> statuses = new ArrayList<>();
        entry.path("recipients").forEach(one -> statuses.add(one.path("status").asText()));
        return statuses;
    }

    private static void same(List<String> wrong, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            wrong.add("the " + what + " should be " + expected + " and is " + found);
        }
    }
}
