package io.asteris.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.asteris.local.supervise.Pause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts reports of bounces as Mailgun would and kills a process in the middle: every address whose report
 * was answered {@code 200} has to be on the list, once, and no other.
 */
public final class ReportKills {
    private static final String KEY = "key-of-the-campaign-0123456789";
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningSet set;
    private final SecureRandom random = new SecureRandom();

    public ReportKills(RunningSet set) {
        this.set = set;
    }

    /**
     * What came of a run.
     *
     * @param kept reports that were answered {@code 200}
     * @param refused those that were asked to come again, and did
     * @param wrong broken promises, in words
     */
    public record Report(int kept, int refused, List<String> wrong) {}

    /** Posts so many reports and kills the victim after half of them. */
    public Report kill(String victim, int reports) throws IOException, InterruptedException {
        set.send(set.api("/webhooks")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"mailgun\":{\"signing_key\":\"" + KEY + "\"}}"))
                .build());
        String url = awaitReady();
        String run = UUID.randomUUID().toString();
        Set<String> kept = new HashSet<>();
        int refused = 0;
        long deadline = System.nanoTime() + BOUND.toNanos();
        for (int i = 0; i < reports; i++) {
            String address = "r" + i + "-" + run + "@example.com";
            byte[] body = body("e" + i + "-" + run, address);
            while (post(url, body) != 200 && System.nanoTime() < deadline) {
                refused++;
                Pause.of(BETWEEN_TRIES);
            }
            kept.add(address);
            if (i == reports / 2) {
                set.kill(victim);
            }
        }
        return new Report(kept.size(), refused, wrong(run, kept));
    }

    private String awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + BOUND.toNanos();
        HttpResponse<String> answer = set.get("/webhooks");
        while (answer.statusCode() != 200 && System.nanoTime() < deadline) {
            answer = set.get("/webhooks");
        }
        return RunningSet.json(answer).path("mailgun").path("url").asText();
    }

    private int post(String url, byte[] body) throws InterruptedException {
        try {
            return set.send(HttpRequest.newBuilder(URI.create(url))
                            .timeout(Duration.ofSeconds(10))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build())
                    .statusCode();
        } catch (IOException cut) {
            return 0;
        }
    }

    /** Compares the list with what was answered, until it fits or time is over. */
    private List<String> wrong(String run, Set<String> kept) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + BOUND.toNanos();
        List<String> wrong;
        do {
            Pause.of(BETWEEN_TRIES);
            Map<String, Integer> listed = listed(run);
            wrong = new ArrayList<>();
            for (String address : kept) {
                if (listed.getOrDefault(address, 0) != 1) {
                    wrong.add(address + " stands on the list " + listed.getOrDefault(address, 0) + " times");
                }
            }
            for (String address : listed.keySet()) {
                if (!kept.contains(address)) {
                    wrong.add(address + " is on the list though its report was refused");
                }
            }
        } while (!wrong.isEmpty() && System.nanoTime() < deadline);
        return wrong;
    }

    private Map<String, Integer> listed(String run) throws IOException, InterruptedException {
        Map<String, Integer> listed = new HashMap<>();
        String cursor = "";
        do {
            HttpResponse<String> answer = set.get("/suppressions?limit=200&q=" + run + cursor);
            if (answer.statusCode() != 200) {
                return Map.of();
            }
            JsonNode page = RunningSet.json(answer);
            page.path("data").forEach(row -> listed.merge(row.path("email").asText(), 1, Integer::sum));
            cursor = page.has("next_cursor")
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return listed;
    }

    private byte[] body(String id, String address) throws IOException {
        String time = Long.toString(Instant.now().getEpochSecond());
        byte[] octets = new byte[25];
        random.nextBytes(octets);
        String token = HexFormat.of().formatHex(octets);
        ObjectNode post = JSON.createObjectNode();
        post.putObject("signature").put("timestamp", time).put("token", token).put("signature", hmac(time + token));
        post.putObject("event-data")
                .put("id", id)
                .put("event", "failed")
                .put("severity", "permanent")
                .put("reason", "bounce")
                .put("timestamp", Instant.now().toEpochMilli() / 1000.0)
                .put("recipient", address);
        return JSON.writeValueAsBytes(post);
    }

    private static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", missing);
        }
    }
}
