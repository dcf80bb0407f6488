package io.asteris.local.inbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** Shows the inbox over HTTP: newest first, one message taken apart, one message as it came, how many there are. */
final class InboxApi {
    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 1000;
    private static final String MESSAGES = "/messages";

    private final Vertx vertx;
    private final Mailbox mailbox;

    InboxApi(Vertx vertx, Mailbox mailbox) {
        this.vertx = vertx;
        this.mailbox = mailbox;
    }

    void handle(HttpServerRequest request) {
        String path = request.path();
        if (!request.method().equals(HttpMethod.GET)) {
            problem(request, 405, "The inbox is only read: use GET.");
        } else if (path.equals("/count")) {
            json(request, new JsonObject().put("messages", mailbox.count()).put("bytes", mailbox.bytes()));
        } else if (!(mailbox instanceof KeptMailbox kept)) {
            problem(request, 404, "This inbox counts only (asteris.inbox.keep=false): use /count.");
        } else if (path.equals(MESSAGES)) {
            list(request, kept);
        } else if (path.startsWith(MESSAGES + "/")) {
            one(request, kept, path.substring(MESSAGES.length() + 1));
        } else {
            problem(request, 404, "Known are /messages, /messages/{id}, /messages/{id}/raw and /count.");
        }
    }

    private void list(HttpServerRequest request, KeptMailbox kept) {
        OptionalLong limit = number(request.getParam("limit", Integer.toString(DEFAULT_LIMIT)));
        if (limit.isEmpty() || limit.getAsLong() < 1 || limit.getAsLong() > LARGEST_LIMIT) {
            problem(request, 422, "limit is a number from 1 to " + LARGEST_LIMIT + ".");
            return;
        }
        String cursor = request.getParam("cursor", "");
        OptionalLong below = cursor.isEmpty() ? OptionalLong.of(Long.MAX_VALUE) : MessageNumber.of(cursor);
        if (below.isEmpty()) {
            problem(request, 422, "cursor is what an earlier answer gave as next_cursor.");
            return;
        }
        int size = (int) limit.getAsLong();
        List<KeptMessage> page = kept.list(request.getParam("subject", ""), below.getAsLong(), size);
        JsonArray data = new JsonArray();
        page.forEach(message -> data.add(summary(message)));
        boolean maybeMore = page.size() == size && page.getLast().number() > 1;
        json(
                request,
                new JsonObject()
                        .put("data", data)
                        .put("next_cursor", maybeMore ? page.getLast().id() : null));
    }

    private void one(HttpServerRequest request, KeptMailbox kept, String rest) {
        boolean raw = rest.endsWith("/raw");
        String id = raw ? rest.substring(0, rest.length() - "/raw".length()) : rest;
        OptionalLong number = MessageNumber.of(id);
        Optional<KeptMessage> message = number.isPresent() ? kept.find(number.getAsLong()) : Optional.empty();
        if (message.isEmpty()) {
            problem(request, 404, "There is no message " + id + ".");
        } else if (raw) {
            answerLater(request, "message/rfc822", () -> Buffer.buffer(kept.content(message.get())));
        } else {
            answerLater(request, "application/json", () -> summary(message.get())
                    .mergeIn(MessageView.of(kept.content(message.get())))
                    .toBuffer());
        }
    }

    private void answerLater(HttpServerRequest request, String type, Callable<Buffer> body) {
        Future<Buffer> read = vertx.executeBlocking(body, false);
        read.onSuccess(
                buffer -> request.response().putHeader("Content-Type", type).end(buffer));
        read.onFailure(failure -> problem(request, 500, "The message cannot be read: " + failure.getMessage()));
    }

    private static JsonObject summary(KeptMessage message) {
        return new JsonObject()
                .put("id", message.id())
                .put(
                        "envelope",
                        new JsonObject()
                                .put("from", message.envelope().from())
                                .put("to", new JsonArray(message.envelope().to())))
                .put("subject", message.subject())
                .put("size", message.size())
                .put("received_at", message.receivedAt().toString());
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,9}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static void json(HttpServerRequest request, JsonObject body) {
        request.response().putHeader("Content-Type", "application/json").end(body.toBuffer());
    }

    private static void problem(HttpServerRequest request, int status, String detail) {
        JsonObject body = new JsonObject().put("status", status).put("detail", detail);
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(body.toBuffer());
    }
}
