package io.asteris.local.inbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.message.DefaultMessageWriter;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jspecify.annotations.Nullable;

/** Takes a message apart for people and tests: headers, text, html and attachments with their bytes. */
final class MessageView {
    private final JsonArray headers = new JsonArray();
    private final JsonArray attachments = new JsonArray();
    private @Nullable String text;
    private @Nullable String html;

    private MessageView() {}

    /**
     * {@code {headers:[{name,value}], text, html, attachments:[{filename, content_type, content_id, disposition, size,
     * content}]}}; header values unfolded but not decoded, content in base64, what is missing is null.
     *
     * @throws IOException when it is no MIME message at all
     */
    static JsonObject of(byte[] raw) throws IOException {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        Message message = builder.parseMessage(new ByteArrayInputStream(raw));
        try {
            MessageView view = new MessageView();
            for (Field field : message.getHeader().getFields()) {
                view.headers.add(new JsonObject()
                        .put("name", field.getName())
                        .put("value", field.getBody().strip()));
            }
            view.add(message);
            return new JsonObject()
                    .put("headers", view.headers)
                    .put("text", view.text)
                    .put("html", view.html)
                    .put("attachments", view.attachments);
        } finally {
            message.dispose();
        }
    }

    private void add(Entity entity) throws IOException {
        Body body = entity.getBody();
        if (body instanceof Multipart parts) {
            for (Entity part : parts.getBodyParts()) {
                add(part);
            }
            return;
        }
        boolean named = FileName.of(entity).isPresent()
                || "attachment".equals(disposition(entity).orElse(""));
        boolean isText = !named && body instanceof TextBody;
        if (isText && text == null && entity.getMimeType().equals("text/plain")) {
            text = decode(entity, body);
        } else if (isText && html == null && entity.getMimeType().equals("text/html")) {
            html = decode(entity, body);
        } else {
            attachments.add(attachment(entity, body));
        }
    }

    private static JsonObject attachment(Entity entity, Body body) throws IOException {
        byte[] content = bytes(body);
        return new JsonObject()
                .put("filename", FileName.of(entity).orElse(null))
                .put("content_type", entity.getMimeType())
                .put("content_id", contentId(entity).orElse(null))
                .put("disposition", disposition(entity).orElse(null))
                .put("size", content.length)
                .put("content", Base64.getEncoder().encodeToString(content));
    }

    private static String decode(Entity entity, Body body) throws IOException {
        String name = entity.getCharset();
        boolean known = name != null && Charset.isSupported(name);
        return new String(bytes(body), known ? Charset.forName(name) : StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Body body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (body instanceof SingleBody single) {
            single.writeTo(out);
        } else if (body instanceof Message nested) {
            new DefaultMessageWriter().writeMessage(nested, out);
        }
        return out.toByteArray();
    }

    private static Optional<String> disposition(Entity entity) {
        return Optional.ofNullable(entity.getDispositionType()).map(type -> type.toLowerCase(Locale.ROOT));
    }

    private static Optional<String> contentId(Entity entity) {
        Field field = entity.getHeader().getField("Content-ID");
        return Optional.ofNullable(field)
                .map(value -> value.getBody().strip())
                .map(value ->
                        value.startsWith("<") && value.endsWith(">") ? value.substring(1, value.length() - 1) : value);
    }
}
