package io.asteris.deliverability.channel;

import io.asteris.contract.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A message in the form that a hook's owner understands. */
final class Payload {
    /** Discord refuses more. */
    private static final int LONGEST = 1_900;

    private Payload() {}

    static String of(Channel.Format format, Message message, Instant at) {
        Map<String, Object> payload =
                switch (format) {
                    case STANDARD -> standard(message, at);
                    case SLACK -> Map.of("text", escaped(message.text()));
                    case TEAMS -> teams(message);
                    case DISCORD ->
                        Map.of("content", cut(message.text()), "allowed_mentions", Map.of("parse", List.of()));
                };
        return new String(Json.write(payload), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> standard(Message message, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("site", message.site());
        data.put("cause", message.cause());
        data.put("severity", message.severity());
        data.put("since", message.since().toString());
        data.put("count", message.count());
        data.put("summary", message.summary());
        if (message.link() != null) {
            data.put("link", message.link());
        }
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("type", message.type());
        payload.put("timestamp", at.toString());
        payload.put("data", data);
        return payload;
    }

    private static Map<String, Object> teams(Message message) {
        List<Map<String, Object>> body = List.of(
                Map.of("type", "TextBlock", "weight", "Bolder", "wrap", true, "text", message.title()),
                Map.of("type", "TextBlock", "wrap", true, "text", message.summary()));
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("type", "AdaptiveCard");
        card.put("version", "1.4");
        card.put("body", body);
        if (message.link() != null && message.link().startsWith("http")) {
            card.put("actions", List.of(Map.of("type", "Action.OpenUrl", "title", "Open", "url", message.link())));
        }
        return Map.of(
                "type",
                "message",
                "attachments",
                List.of(Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card)));
    }

    /** Slack reads {@code <…>} as links and mentions. */
    private static String escaped(String text) {
        return cut(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
