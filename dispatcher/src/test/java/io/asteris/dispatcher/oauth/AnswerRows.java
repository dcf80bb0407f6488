package io.asteris.dispatcher.oauth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The answers of the real services that were collected as samples. */
public final class AnswerRows {
    private AnswerRows() {}

    /** The rows of a provider's API, without those of its token endpoint. */
    public static List<Row> ofApi(String provider) {
        return all().stream()
                .filter(row -> row.provider().equals(provider) && !row.isOfTokenEndpoint())
                .toList();
    }

    /** The rows of a provider's token endpoint. */
    public static List<Row> ofTokenEndpoint(String provider) {
        return all().stream()
                .filter(row -> row.provider().equals(provider) && row.isOfTokenEndpoint())
                .toList();
    }

    private static List<Row> all() {
        try (InputStream file = AnswerRows.class.getResourceAsStream("/providers/api-answers.json")) {
            return new JsonArray(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .stream().map(JsonObject.class::cast).map(AnswerRows::row).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Row row(JsonObject row) {
        Map<String, String> headers = new HashMap<>();
        row.getJsonObject("headers").forEach(header -> headers.put(header.getKey(), String.valueOf(header.getValue())));
        Object body = row.getValue("body");
        return new Row(
                row.getString("provider"),
                row.getString("name"),
                row.getInteger("status"),
                headers,
                body instanceof JsonObject json ? json.encode() : String.valueOf(body),
                row.getString("class"),
                row.getString("note").startsWith("token endpoint"));
    }

    /** One answer with the class that it belongs to. */
    public record Row(
            String provider,
            String name,
            int status,
            Map<String, String> headers,
            String body,
            String outcome,
            boolean isOfTokenEndpoint) {
        /** As the fake gives it. */
        public FakeOAuthServer.Scripted scripted() {
            return new FakeOAuthServer.Scripted(status, headers, body);
        }

        @Override
        public String toString() {
            return provider + " " + name;
        }
    }
}
