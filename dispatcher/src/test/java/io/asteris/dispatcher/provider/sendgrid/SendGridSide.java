package io.asteris.dispatcher.provider.sendgrid;

import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.ApiRig;
import io.asteris.dispatcher.provider.FakeApi;
import io.asteris.dispatcher.provider.FakeApi.Asked;
import io.asteris.dispatcher.provider.SeenMail;
import io.asteris.dispatcher.provider.SeenMail.File;
import io.asteris.dispatcher.provider.api.ApiProvider;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** SendGrid's side, as its documentation tells it. */
final class SendGridSide {
    static final AnswerRow ACCEPTED = AnswerRow.of("sendgrid", "accepted");

    private SendGridSide() {}

    static ApiRig rig() {
        var api = new FakeApi(asked -> isSend(asked) ? ACCEPTED : AnswerRow.of("sendgrid", "sandbox"));
        return new ApiRig(
                api,
                origin -> new ApiProvider(api.http(), new SendGridApi(origin, "SG.test", "shop@example.org")),
                AnswerRow.of("sendgrid", "bad-key"),
                List.of(AnswerRow.of("sendgrid", "bad-address"), AnswerRow.of("sendgrid", "rate")),
                SendGridSide::isSend,
                SendGridSide::read);
    }

    static boolean isSend(Asked asked) {
        return !asked.body().toJsonObject().containsKey("mail_settings");
    }

    /** Several personalizations are read as one. */
    static SeenMail read(Asked asked) {
        JsonObject json = asked.body().toJsonObject();
        List<JsonObject> all = objects(json, "personalizations").toList();
        Map<String, String> headers = new HashMap<>();
        json.getJsonObject("headers")
                .forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), decoded(header.getValue())));
        return new SeenMail(
                person(json.getJsonObject("from")),
                json.containsKey("reply_to") ? List.of(person(json.getJsonObject("reply_to"))) : List.of(),
                people(all, "to"),
                people(all, "cc"),
                people(all, "bcc"),
                json.getString("subject"),
                content(json, "text/plain"),
                content(json, "text/html"),
                headers,
                objects(json, "attachments").map(SendGridSide::file).toList(),
                json.getJsonObject("custom_args").getString("asteris_message_id"));
    }

    private static File file(JsonObject file) {
        boolean inline = file.getString("disposition").equals("inline");
        return File.of(
                file.getString("filename"),
                inline ? file.getString("content_id") : "",
                Base64.getDecoder().decode(file.getString("content")));
    }

    private static List<String> people(List<JsonObject> personalizations, String field) {
        return personalizations.stream()
                .flatMap(each -> objects(each, field))
                .map(SendGridSide::person)
                .toList();
    }

    private static String person(JsonObject person) {
        return SeenMail.mailbox(person.getString("name", ""), person.getString("email"));
    }

    private static String content(JsonObject json, String type) {
        return objects(json, "content")
                .filter(each -> each.getString("type").equals(type))
                .map(each -> each.getString("value"))
                .findFirst()
                .orElse("");
    }

    private static Stream<JsonObject> objects(JsonObject json, String field) {
        return json.getJsonArray(field, new JsonArray()).stream().map(JsonObject.class::cast);
    }

    private static String decoded(Object header) {
        try {
            return MimeUtility.decodeText(String.valueOf(header));
        } catch (UnsupportedEncodingException unknown) {
            throw new AssertionError(unknown);
        }
    }
}
