package io.asteris.bench.logs;

import io.asteris.bench.Subject;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;

/** What the bench asks of gateway and log over one kept connection. */
final class LogClient implements AutoCloseable {
    private static final String BASE = "/wp-json/asteris/v1/smtp";
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int EXPORTED_DAYS = 40;

    private final Subject set;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    LogClient(Subject set) {
        this.set = set;
    }

    /** Posts a batch of messages. */
    void send(String batch) throws IOException, InterruptedException {
        call(request(set.gateway(), "/send/batch").POST(BodyPublishers.ofString(batch)));
    }

    /** Chooses whether words of bodies are searched. */
    void searchBodies(boolean wanted) throws IOException, InterruptedException {
        call(request(set.log(), "/logs/settings")
                .PUT(BodyPublishers.ofString(
                        new JsonObject().put("search_body", wanted).encode())));
    }

    /** A page of the log. */
    String list(Map<String, String> parameters) throws IOException, InterruptedException {
        String query = parameters.entrySet().stream()
                .map(one -> one.getKey() + '=' + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return call(request(set.log(), "/logs?" + query).GET());
    }

    /** Reads all entries of the last weeks as a file. */
    LogFile export(String format) throws IOException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String query = "from=" + today.minusDays(EXPORTED_DAYS) + "&to=" + today.plusDays(1) + "&format=" + format;
        return LogFile.read(set.log().resolve(BASE + "/logs/export?" + query), set.key());
    }

    /** Purges the site. */
    JsonObject purge() throws IOException, InterruptedException {
        return new JsonObject(call(request(set.log(), "/retention/purge").POST(BodyPublishers.noBody())));
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpRequest.Builder request(URI server, String path) {
        return HttpRequest.newBuilder(server.resolve(BASE + path))
                .timeout(BOUND)
                .header("Authorization", "Bearer " + set.key())
                .header("Content-Type", "application/json");
    }

    private String call(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    answer.request().uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
