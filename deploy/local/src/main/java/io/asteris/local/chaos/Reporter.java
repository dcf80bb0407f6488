package io.asteris.local.chaos;

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
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Mailgun's part in a campaign: one event a post, each signed with a token of its own, posted again until it is answered 200. */
final class Reporter {
    private static final String KEY = "key-of-the-campaign-0123456789";
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningSet set;
    private final List<URI> urls;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger tries = new AtomicInteger();

    private Reporter(RunningSet set, List<URI> urls) {
        this.set = set;
        this.urls = List.copyOf(urls);
    }

    /**
     * Sets the site's webhook up; reports go to the address that the set-up shows.
     *
     * @param hardBounces how many it takes to suppress an address
     */
    static Reporter to(RunningSet set, int hardBounces) throws IOException, InterruptedException {
        return new Reporter(set, List.of(setUp(set, hardBounces)));
    }

    /** The same, with several instances that are posted to in turn. */
    static Reporter to(RunningSet set, int hardBounces, List<URI> instances) throws IOException, InterruptedException {
        String path = setUp(set, hardBounces).getPath();
        return new Reporter(
                set, instances.stream().map(instance -> instance.resolve(path)).toList());
    }

    private static URI setUp(RunningSet set, int hardBounces) throws IOException, InterruptedException {
        String document = "{\"mailgun\":{\"signing_key\":\"" + KEY + "\"},\"suppress\":{\"after_hard_bounces\":"
                + hardBounces + "}}";
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (true) {
            HttpResponse<String> answer = set.send(set.api("/webhooks")
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(document))
                    .build());
            if (answer.statusCode() == 200) {
                return URI.create(
                        RunningSet.json(answer).path("mailgun").path("url").asText());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("the webhooks were answered " + answer.statusCode() + " " + answer.body());
            }
            Pause.of(BETWEEN_TRIES);
        }
    }

    /** A hard bounce. */
    static ObjectNode bounce(String id, String address, Instant at, @Nullable String tag) {
        return event(id, "failed", address, at, tag)
                .put("severity", "permanent")
                .put("reason", "bounce");
    }

    /** An event as Mailgun words it. */
    static ObjectNode event(String id, String word, String address, Instant at, @Nullable String tag) {
        ObjectNode event = JSON.createObjectNode()
                .put("id", id)
                .put("event", word)
                .put("timestamp", at.toEpochMilli() / 1000.0)
                .put("recipient", address);
        if (tag != null) {
            event.putObject("user-variables").put("asteris_message_id", tag);
        }
        return event;
    }

    /** Posts an event until it is answered 200, each time to the next instance; gives how often it had to come again. */
    int report(ObjectNode event) throws IOException, InterruptedException {
        byte[] body = signed(event);
        long deadline = System.nanoTime() + BOUND.toNanos();
        int again = 0;
        while (post(body) != 200) {
            if (System.nanoTime() > deadline) {
                throw new IOException("a report was not taken within " + BOUND);
            }
            again++;
            Pause.of(BETWEEN_TRIES);
        }
        return again;
    }

    private int post(byte[] body) throws InterruptedException {
        URI url = urls.get(Math.floorMod(tries.getAndIncrement(), urls.size()));
        try {
            return set.send(HttpRequest.newBuilder(url)
                            .timeout(Duration.ofSeconds(10))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build())
                    .statusCode();
        } catch (IOException cut) {
            return 0;
        }
    }

    private byte[] signed(ObjectNode event) throws IOException {
        String time = Long.toString(Instant.now().getEpochSecond());
        byte[] octets = new byte[25];
        random.nextBytes(octets);
        String token = HexFormat.of().formatHex(octets);
        ObjectNode post = JSON.createObjectNode();
        post.putObject("signature").put("timestamp", time).put("token", token).put("signature", hmac(time + token));
        post.set("event-data", event);
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
