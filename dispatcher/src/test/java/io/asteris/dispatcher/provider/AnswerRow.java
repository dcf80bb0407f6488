package io.asteris.dispatcher.provider;

import io.asteris.platform.egress.HttpResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One answer of a provider, such as the collected samples.
 *
 * @param status 0 for a connection that is cut after the request
 * @param outcome the class it belongs to
 */
public record AnswerRow(
        String provider, String name, int status, Map<String, String> headers, String body, String outcome) {
    private static final int CUT = 0;

    /** The collected rows of a provider's API. */
    public static List<AnswerRow> of(String provider) {
        return collected(provider, false);
    }

    /** The collected rows of a provider's token endpoint. */
    public static List<AnswerRow> ofTokenEndpoint(String provider) {
        return collected(provider, true);
    }

    private static List<AnswerRow> collected(String provider, boolean ofTokenEndpoint) {
        return new JsonArray(resource("api-answers.json"))
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(row -> row.getString("provider").equals(provider))
                        .filter(row -> row.getString("note").startsWith("token endpoint") == ofTokenEndpoint)
                        .map(AnswerRow::read)
                        .toList();
    }

    /** The collected row of that name. */
    public static AnswerRow of(String provider, String name) {
        return of(provider).stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** An answer of another server than the provider's. */
    public static AnswerRow foreign(int status) {
        return new AnswerRow(
                "somebody",
                "foreign-" + status,
                status,
                Map.of("Content-Type", "text/html"),
                "<html><body>Bad things happen</body></html>",
                "UNKNOWN");
    }

    /** The connection is cut after the request. */
    public static AnswerRow cut() {
        return new AnswerRow("somebody", "cut", CUT, Map.of(), "", "UNKNOWN");
    }

    /** A file of the samples. */
    public static String resource(String file) {
        try (InputStream in = AnswerRow.class.getResourceAsStream("/providers/" + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Answers a request with it. */
    public void give(HttpServerRequest request) {
        if (status == CUT) {
            request.connection().close();
            return;
        }
        headers.forEach(request.response()::putHeader);
        request.response().setStatusCode(status).end(body);
    }

    /** As a client gets it. */
    public HttpResult.Answered answered() {
        Map<String, String> lower = new HashMap<>();
        headers.forEach((header, value) -> lower.put(header.toLowerCase(Locale.ROOT), value));
        return new HttpResult.Answered(status, lower, Buffer.buffer(body), true);
    }

    @Override
    public String toString() {
        return provider + " " + name;
    }

    private static AnswerRow read(JsonObject row) {
        Map<String, String> headers = new HashMap<>();
        row.getJsonObject("headers").forEach(header -> headers.put(header.getKey(), String.valueOf(header.getValue())));
        Object body = row.getValue("body");
        return new AnswerRow(
                row.getString("provider"),
                row.getString("name"),
                row.getInteger("status"),
                headers,
                body instanceof JsonObject json ? json.encode() : String.valueOf(body),
                row.getString("class"));
    }
}
