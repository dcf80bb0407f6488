package io.asteris.local.frontdoor;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers {@code GET /dead-letters} for all services as if they were one: it asks each with the caller's own key and puts the lists
 * together, newest first. A service that does not answer is named; one that refuses the caller refuses him for all.
 */
final class DeadLettersOfAll {
    private static final Duration BOUND = Duration.ofSeconds(15);
    private static final int MOST = 200;
    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;

    private final HttpClient client;
    private final Map<String, Integer> services;

    DeadLettersOfAll(HttpClient client, Map<String, Integer> services) {
        this.client = client;
        this.services = new TreeMap<>(services);
    }

    /** What one service said; status 0 when it said nothing. */
    private record Said(String service, int status, String type, Buffer body) {
        static Said nothing(String service) {
            return new Said(service, 0, "", Buffer.buffer());
        }
    }

    void handle(HttpServerRequest request) {
        List<Future<Said>> asked = new ArrayList<>();
        services.forEach((service, port) -> asked.add(ask(request, service, port)));
        Future.join(asked)
                .onComplete(all ->
                        answer(request, asked.stream().map(Future::result).toList()));
    }

    private Future<Said> ask(HttpServerRequest request, String service, int port) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(request.uri())
                .setTimeout(BOUND.toMillis());
        String authorization = request.getHeader("Authorization");
        if (authorization != null) {
            options.putHeader("Authorization", authorization);
        }
        return client.request(options)
                .compose(open -> open.send().compose(answer -> read(service, answer)))
                .otherwise(away -> Said.nothing(service));
    }

    private static Future<Said> read(String service, HttpClientResponse answer) {
        String type = answer.getHeader("Content-Type");
        return answer.body()
                .map(body -> new Said(service, answer.statusCode(), type == null ? "application/json" : type, body));
    }

    private static void answer(HttpServerRequest request, List<Said> said) {
        for (Said one : said) {
            if (one.status() > OK && one.status() < SERVER_ERROR) {
                request.response()
                        .setStatusCode(one.status())
                        .putHeader("Content-Type", one.type())
                        .end(one.body());
                return;
            }
        }
        List<JsonObject> letters = new ArrayList<>();
        JsonArray away = new JsonArray();
        for (Said one : said) {
            if (one.status() == OK) {
                one.body().toJsonObject().getJsonArray("data").forEach(letter -> letters.add((JsonObject) letter));
            } else {
                away.add(one.service());
            }
        }
        letters.sort(Comparator.comparing((JsonObject letter) -> letter.getString("at"))
                .reversed());
        JsonObject answer =
                new JsonObject().put("data", new JsonArray(letters.subList(0, Math.min(MOST, letters.size()))));
        if (!away.isEmpty()) {
            answer.put("unavailable", away);
        }
        request.response().putHeader("Content-Type", "application/json").end(answer.toBuffer());
    }
}
