package io.asteris.log.stream;

import io.asteris.contract.Json;
import io.asteris.contract.SiteId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Server-sent events as HTML describes them (WHATWG HTML 9.2), with JSON as their data. */
public final class ServerEvents {
    /** The second tells clients of the REST layer what the data is. */
    private static final Map<String, String> HEAD =
            Map.of("Content-Type", "text/event-stream", "X-SSE-Content-Type", "application/json");

    private static final byte[] END = octets("\n\n");

    private ServerEvents() {}

    /** Sends events to a client that may take nothing for so long, see {@link Outflow#send(Multi)}. */
    public static Uni<Void> send(
            HttpServerResponse response, SiteId site, String what, Duration patience, Multi<byte[]> events) {
        return new Outflow(response, site, what, HEAD, patience).send(events);
    }

    /** What clients pass over; it says that there still is somebody. */
    public static byte[] signOfLife() {
        return octets(":\n\n");
    }

    /** An event with data and nothing else. */
    public static byte[] event(Object data) {
        return event("", data);
    }

    /** An event with an id, by which a client goes on behind it, and a name. */
    public static byte[] event(String id, String name, Object data) {
        return event("id:" + id + "\nevent:" + name + "\n", data);
    }

    /** JSON has no line breaks of its own, so one line holds it. */
    private static byte[] event(String fields, Object data) {
        var event = new ByteArrayOutputStream();
        event.writeBytes(octets(fields + "data:"));
        event.writeBytes(Json.write(data));
        event.writeBytes(END);
        return event.toByteArray();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
