package io.asteris.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.asteris.local.supervise.Pause;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the list and the log say, as their reader sees it, and waiting for what they must say. */
final class Verdicts {
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final RunningSet set;

    Verdicts(RunningSet set) {
        this.set = set;
    }

    /** Says what is wrong; an empty list means that all holds. */
    interface Look {
        List<String> wrong() throws IOException, InterruptedException;
    }

    /** Looks until nothing is wrong or time is up; gives what is wrong then. */
    static List<String> settle(Look look) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + BOUND.toNanos();
        List<String> wrong = look.wrong();
        while (!wrong.isEmpty() && System.nanoTime() < deadline) {
            Pause.of(BETWEEN_LOOKS);
            wrong = look.wrong();
        }
        return wrong;
    }

    /** Compares the addresses that contain a text, with their reasons, with what is expected. */
    List<String> ofList(String text, Map<String, String> expected) throws IOException, InterruptedException {
        Map<String, String> listed = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        String cursor = "";
        do {
            HttpResponse<String> answer = set.get("/suppressions?limit=200&q=" + text + cursor);
            if (answer.statusCode() != 200) {
                return List.of("the list was answered " + answer.statusCode());
            }
            JsonNode page = RunningSet.json(answer);
            page.path("data").forEach(row -> {
                String address = row.path("email").asText();
                if (listed.put(address, row.path("reason").asText()) != null) {
                    wrong.add(address + " stands on the list twice");
                }
            });
            cursor = page.has("next_cursor") && !page.path("next_cursor").isNull()
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        expected.forEach((address, reason) -> {
            if (!reason.equals(listed.get(address))) {
                wrong.add(address + " should be on the list for " + reason + " and is for " + listed.get(address));
            }
        });
        listed.keySet().stream()
                .filter(address -> !expected.containsKey(address))
                .forEach(address -> wrong.add(address + " is on the list and should not be"));
        return wrong;
    }

    /** An entry of the log; empty where it is not there yet. */
    JsonNode entry(String message) throws IOException, InterruptedException {
        HttpResponse<String> answer = set.get("/logs/" + message);
        return answer.statusCode() == 200 ? RunningSet.json(answer) : RunningSet.nothing();
    }

    /** Compares the status of every recipient of a message with what is expected. */
    List<String> ofRecipients(String message, String status) throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        JsonNode recipients = entry(message).path("recipients");
        if (recipients.isEmpty()) {
            wrong.add(message + " has no recipients in the log");
        }
        recipients.forEach(recipient -> {
            if (!recipient.path("status").asText().equals(status)) {
                wrong.add(recipient.path("address").asText() + " of " + message + " should be " + status + " and is "
                        + recipient.path("status").asText());
            }
        });
        return wrong;
    }
}
