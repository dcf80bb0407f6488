package io.asteris.local.first;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls the REST API with the admin key. */
final class SiteApi implements AutoCloseable {
    private static final String PREFIX = "/wp-json/asteris/v1/smtp";
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The answer was not a success. */
    static final class Unexpected extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Unexpected(String call, int status, String detail) {
            super(call + " answered " + status + (detail.isEmpty() ? "" : " (" + detail + ")"));
            this.status = status;
        }

        /** Keys, sites and services become known to each other within seconds; a wrong request stays wrong. */
        boolean mayPass() {
            return status == 401 || status == 403 || status == 404 || status == 409 || status == 429 || status >= 500;
        }
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(BOUND)
            .build();
    private final URI base;
    private final String adminKey;

    SiteApi(URI base, String adminKey) {
        this.base = base;
        this.adminKey = adminKey;
    }

    JsonNode get(String path) throws IOException {
        return call("GET", path, "", null);
    }

    JsonNode post(String path, Object body) throws IOException {
        return call("POST", path, "", body);
    }

    void delete(String path) throws IOException {
        call("DELETE", path, "", null);
    }

    /** Puts a setting of a site. */
    void put(String path, String site, Object body) throws IOException {
        call("PUT", path, site, body);
    }

    @Override
    public void close() {
        client.close();
    }

    private JsonNode call(String method, String path, String site, @Nullable Object body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(PREFIX + path))
                .timeout(BOUND)
                .header("Authorization", "Bearer " + adminKey)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (!site.isEmpty()) {
            request.header("X-Asteris-Site", site);
        }
        HttpResponse<byte[]> answer = send(request.build());
        JsonNode read = read(answer);
        if (answer.statusCode() / 100 != 2) {
            String detail = read.path("detail").asText("");
            throw new Unexpected(method + " " + path, answer.statusCode(), detail);
        }
        return read;
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while calling the REST API", e);
        }
    }

    private static JsonNode read(HttpResponse<byte[]> answer) throws IOException {
        boolean json = answer.headers().firstValue("Content-Type").orElse("").contains("json");
        return json && answer.body().length > 0 ? JSON.readTree(answer.body()) : MissingNode.getInstance();
    }
}
