package io.asteris.ingest;

import io.asteris.ingest.provider.Signatures;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mailgun, as it would post to a site: one event a post, each signed with a token of its own. */
public final class MailgunPosts {
    /** What the site and Mailgun share. */
    public static final String KEY = "key-of-a-test-0123456789abcdef";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final IngestApi site;

    private MailgunPosts(IngestApi site) {
        this.site = site;
    }

    /** Sets the site up and takes Mailgun's part. */
    public static MailgunPosts to(IngestApi site) {
        site.webhooks("{\"mailgun\":{\"signing_key\":\"" + KEY + "\"}}");
        return new MailgunPosts(site);
    }

    /** An event as Mailgun words it. */
    public static JsonObject event(String id, String word, String address, Instant at, @Nullable String tag) {
        var event = new JsonObject()
                .put("id", id)
                .put("event", word)
                .put("timestamp", at.toEpochMilli() / 1000.0)
                .put("recipient", address)
                .put(
                        "message",
                        new JsonObject()
                                .put("headers", new JsonObject().put("message-id", "of-" + id + "@mg.example")));
        return tag == null ? event : event.put("user-variables", new JsonObject().put("asteris_message_id", tag));
    }

    /** A hard bounce. */
    public static JsonObject bounce(String id, String address, Instant at, @Nullable String tag) {
        return event(id, "failed", address, at, tag)
                .put("severity", "permanent")
                .put("reason", "bounce")
                .put(
                        "delivery-status",
                        new JsonObject().put("code", 550).put("message", "5.1.1 <" + address + "> does not exist"));
    }

    /** The octets of a post with a fresh token. */
    public static byte[] body(JsonObject event) {
        byte[] token = new byte[25];
        RANDOM.nextBytes(token);
        return body(event, HexFormat.of().formatHex(token));
    }

    /** The octets of a post with that token. */
    public static byte[] body(JsonObject event, String token) {
        return body(event, token, Instant.now());
    }

    /** The octets of a post that was signed at that time. */
    public static byte[] body(JsonObject event, String token, Instant signed) {
        String time = Long.toString(signed.getEpochSecond());
        byte[] proof =
                Signatures.hmac(KEY, time.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        var signature = new JsonObject()
                .put("timestamp", time)
                .put("token", token)
                .put("signature", HexFormat.of().formatHex(proof));
        return new JsonObject()
                .put("signature", signature)
                .put("event-data", event)
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Posts an event with a fresh token. */
    public Response post(JsonObject event) {
        return post(body(event));
    }

    /** Posts some octets. */
    public Response post(byte[] body) {
        return site.report("mailgun", Map.of("Content-Type", "application/json"), body);
    }
}
