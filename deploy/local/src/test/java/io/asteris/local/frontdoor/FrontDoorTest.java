package io.asteris.local.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.embedded.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrontDoorTest {
    private static final int BOUND_SECONDS = 20;

    private final int port = FreePort.choose();
    private final int gateway = FreePort.choose();
    private final HttpClient client = HttpClient.newHttpClient();

    private Vertx vertx;
    private FrontDoor door;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        vertx.createHttpServer()
                .requestHandler(FrontDoorTest::echo)
                .listen(gateway, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        door = FrontDoor.start(port, Map.of("send-gateway", gateway, "dispatcher", FreePort.choose()));
    }

    @AfterEach
    void stop() {
        client.close();
        door.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @CsvSource({
        "send, send-gateway",
        "send/batch, send-gateway",
        "test, send-gateway",
        "sender, send-gateway",
        "sites/1/keys, send-gateway",
        "presets, dispatcher",
        "providers/inbox, dispatcher",
        "oauth/callback, dispatcher",
        "routing, dispatcher",
        "provider/status, dispatcher",
        "lanes, dispatcher",
        "logs/1/resend, log-service",
        "jobs/1, log-service",
        "stats, log-service",
        "retention/purge, log-service",
        "webhook/ses, webhook-ingest",
        "webhooks, webhook-ingest",
        "suppressions/export, webhook-ingest",
        "dns-check, deliverability",
        "alerts/history, deliverability",
        "dead-letters/webhook-ingest~post~1/replay, webhook-ingest",
        "dead-letters/webhook-ingest%7Epost%7E1/replay, webhook-ingest",
        "dead-letters/log-service~mail.accepted.dlq~0~1/replay, log-service",
        "unknown, send-gateway"
    })
    void aPathBelongsToOneService(String path, String service) {
        assertThat(Route.of("/wp-json/asteris/v1/smtp/" + path, Optional.empty()))
                .isEqualTo(service);
    }

    @Test
    void deadLettersAreAskedOfTheServiceTheQueryNames() {
        String path = "/wp-json/asteris/v1/smtp/dead-letters";
        assertThat(Route.of(path, Optional.of("log-service"))).isEqualTo("log-service");
        assertThat(Route.of(path, Optional.of("postgres"))).isEqualTo("dispatcher");
        assertThat(Route.of("/index.html", Optional.empty())).isEqualTo("send-gateway");
    }

    @Test
    void theDeadLettersOfAllServicesAreOneListThatNamesWhoDidNotAnswer() throws Exception {
        // When: the stand-in of the gateway answers with an echo, the dispatcher is not there
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri("/wp-json/asteris/v1/smtp/dead-letters"))
                        .header("Authorization", "Bearer admin")
                        .build(),
                BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonObject list = new JsonObject(answer.body());
        assertThat(list.getJsonArray("unavailable")).containsExactly("dispatcher");
        assertThat(list.getJsonArray("data").getJsonObject(0).getString("id")).isEqualTo("letter for Bearer admin");
    }

    @Test
    void trailersOfAnAnswerPassToo() throws Exception {
        var answer = vertx.createHttpClient()
                .request(HttpMethod.GET, port, "127.0.0.1", "/wp-json/asteris/v1/smtp/send/trailed")
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> body + " " + response.getTrailer("Asteris-Rows")))
                .toCompletionStage()
                .toCompletableFuture()
                .get(BOUND_SECONDS, TimeUnit.SECONDS);

        assertThat(answer).isEqualTo("one two 2");
    }

    @Test
    void aQueryThatCannotBeDecodedIsForTheServiceToRefuse() throws Exception {
        var answer = vertx.createHttpClient()
                .request(HttpMethod.GET, port, "127.0.0.1", "/wp-json/asteris/v1/smtp/send?cursor=%%%")
                .compose(request -> request.send())
                .map(HttpClientResponse::statusCode)
                .toCompletionStage()
                .toCompletableFuture()
                .get(BOUND_SECONDS, TimeUnit.SECONDS);

        assertThat(answer).isEqualTo(202);
    }

    @Test
    void requestAndAnswerPassUnchanged() throws Exception {
        // Given
        String body = "x".repeat(3 << 20);
        HttpRequest request = HttpRequest.newBuilder(uri("/wp-json/asteris/v1/smtp/send?mode=strict"))
                .header("X-Forwarded-For", "203.0.113.9")
                .POST(BodyPublishers.ofString(body))
                .build();

        // When
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).contains("/there");
        JsonObject seen = new JsonObject(answer.body());
        assertThat(seen.getString("uri")).isEqualTo("/wp-json/asteris/v1/smtp/send?mode=strict");
        assertThat(seen.getString("method")).isEqualTo("POST");
        assertThat(seen.getInteger("length")).isEqualTo(body.length());
        assertThat(seen.getString("host")).isEqualTo("127.0.0.1:" + port);
        assertThat(seen.getString("forwarded_proto")).isEqualTo("http");
        assertThat(seen.getString("forwarded_for")).isEqualTo("127.0.0.1");
    }

    @Test
    void aServiceThatIsDownIsAProblemWithRetryAfter() throws Exception {
        // Given
        HttpRequest request = HttpRequest.newBuilder(uri("/wp-json/asteris/v1/smtp/routing"))
                .PUT(BodyPublishers.ofString("{}"))
                .build();

        // When
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.fieldNames())
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "instance", "code", "message", "data");
        assertThat(problem.getString("detail")).contains("dispatcher");
        assertThat(problem.getJsonObject("data").getInteger("status")).isEqualTo(503);
    }

    @Test
    void theRootIsAShortPage() throws Exception {
        // When
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Asteris");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static void echo(HttpServerRequest request) {
        if (request.path().endsWith("/trailed")) {
            var response = request.response().setChunked(true);
            response.write("one ");
            response.putTrailer("Asteris-Rows", "2").end("two");
            return;
        }
        if (request.path().endsWith("/dead-letters")) {
            var letter = new JsonObject()
                    .put("id", "letter for " + request.getHeader("Authorization"))
                    .put("at", "2026-03-01T10:16:00Z");
            request.response()
                    .end(new JsonObject()
                            .put("data", new JsonArray().add(letter))
                            .toBuffer());
            return;
        }
        request.body().onSuccess(body -> request.response()
                .setStatusCode(202)
                .putHeader("Location", "/there")
                .end(new JsonObject()
                        .put("uri", request.uri())
                        .put("method", request.method().name())
                        .put("host", request.getHeader("Host"))
                        .put("forwarded_proto", request.getHeader("X-Forwarded-Proto"))
                        .put("forwarded_for", request.getHeader("X-Forwarded-For"))
                        .put("length", body.length())
                        .toBuffer()));
    }
}
