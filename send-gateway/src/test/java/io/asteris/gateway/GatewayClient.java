package io.asteris.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asteris.platform.http.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls the gateway as its clients do. */
public final class GatewayClient {
    /** The operator's key, which the tests' configuration sets. */
    public static final String ADMIN_KEY = "ast_b00tadm1_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    /** @param root of the server under test */
    public GatewayClient(URI root) {
        this.base = root.resolve(Api.BASE + "/");
    }

    /** An answer with its JSON. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }

        public String text(String pointer) {
            return json().at(pointer).asText();
        }
    }

    /** Sends a request and waits for its answer. */
    public Answer call(String method, String path, String key, String body, String... headers) {
        return later(method, path, key, body, headers).join();
    }

    /** Sends a request whose answer comes later. */
    public CompletableFuture<Answer> later(String method, String path, String key, String body, String... headers) {
        var publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, publisher)
                .timeout(BOUND);
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        if (!body.isEmpty()) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(Answer::new);
    }

    /** Posts JSON. */
    public Answer post(String path, String key, String body, String... headers) {
        return call("POST", path, key, body, headers);
    }

    /** Makes a site and gives its id. */
    public String newSite(String members) {
        return post("sites", ADMIN_KEY, "{\"name\":\"Shop\",\"time_zone\":\"Europe/Helsinki\"" + members + "}")
                .text("/id");
    }

    /** Makes a key of a site and gives its text. */
    public String newKey(String site, String scopes) {
        return post("sites/" + site + "/keys", ADMIN_KEY, "{\"name\":\"test\",\"scopes\":[" + scopes + "]}")
                .text("/key");
    }
}
