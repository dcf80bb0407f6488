package io.asteris.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the bench asks of the set besides the load: settings, the inbox's count, single sends. */
final class Rest implements AutoCloseable {
    private static final String BASE = "/wp-json/asteris/v1/smtp";
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Subject set;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Rest(Subject set) {
        this.set = set;
    }

    /** Where messages are posted, past the front door or through it. */
    static URI send(URI server) {
        return server.resolve(BASE + "/send");
    }

    static Map<String, String> authorization(Subject set) {
        return Map.of("Authorization", "Bearer " + set.key());
    }

    /** How many messages the inbox has counted. */
    long received() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(set.inbox().resolve("/count")).timeout(BOUND);
        return new JsonObject(call(request)).getLong("messages");
    }

    /** Makes messages of the site go to this port of 127.0.0.1. */
    void routeTo(String provider, int port) throws IOException, InterruptedException {
        var settings = Map.of("host", "127.0.0.1", "port", port, "encryption", "none");
        put("/providers/" + provider, new JsonObject().put("preset", "smtp").put("settings", settings));
        put(
                "/routing",
                new JsonObject()
                        .put("default", provider)
                        .put("fallbacks", List.of())
                        .put("rules", List.of()));
    }

    /** Makes Mailgun's posts count that are signed with this key, and nobody else's. */
    void listenToMailgun(String key) throws IOException, InterruptedException {
        put("/webhooks", new JsonObject().put("mailgun", new JsonObject().put("signing_key", key)));
    }

    /** Makes SendGrid's posts count that this key verifies, and nobody else's. */
    void listenToSendgrid(String key) throws IOException, InterruptedException {
        put("/webhooks", new JsonObject().put("sendgrid", new JsonObject().put("verification_keys", List.of(key))));
    }

    /** Brings in a list of addresses; gives the answer. */
    String importSuppressions(Supplier<InputStream> csv) throws IOException, InterruptedException {
        return call(owner("/suppressions/import")
                .timeout(LONG)
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofInputStream(csv)));
    }

    /** Puts one address on the list. */
    void suppress(String address) throws IOException, InterruptedException {
        call(owner("/suppressions")
                .timeout(BOUND)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        new JsonObject().put("email", address).encode())));
    }

    /** Reads a page of the list. */
    String suppressions(String query) throws IOException, InterruptedException {
        return call(owner("/suppressions" + query).timeout(BOUND));
    }

    private HttpRequest.Builder owner(String path) {
        return HttpRequest.newBuilder(set.frontDoor().resolve(BASE + path))
                .header("Authorization", "Bearer " + set.key());
    }

    /** Posts one message and returns when it is accepted. */
    void send(Buffer message) throws IOException, InterruptedException {
        call(HttpRequest.newBuilder(send(set.gateway()))
                .timeout(BOUND)
                .header("Authorization", "Bearer " + set.key())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(message.getBytes())));
    }

    @Override
    public void close() {
        http.close();
    }

    private void put(String path, JsonObject body) throws IOException, InterruptedException {
        call(HttpRequest.newBuilder(set.frontDoor().resolve(BASE + path))
                .timeout(BOUND)
                .header("Authorization", "Bearer " + set.adminKey())
                .header("X-Asteris-Site", set.site())
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.encode())));
    }

    private String call(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    answer.request().uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
