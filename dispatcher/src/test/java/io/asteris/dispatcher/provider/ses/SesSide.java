package io.asteris.dispatcher.provider.ses;

import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.ApiRig;
import io.asteris.dispatcher.provider.FakeApi;
import io.asteris.dispatcher.provider.FakeApi.Asked;
import io.asteris.dispatcher.provider.MimeReader;
import io.asteris.dispatcher.provider.SeenMail;
import io.asteris.dispatcher.provider.api.ApiProvider;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The side of SES, as the model of its SDK tells it. */
final class SesSide {
    static final AnswerRow ACCOUNT = new AnswerRow(
            "ses",
            "account",
            200,
            Map.of(),
            new JsonObject()
                    .put("SendingEnabled", true)
                    .put("ProductionAccessEnabled", true)
                    .put(
                            "SendQuota",
                            new JsonObject().put("Max24HourSend", 50_000.0).put("SentLast24Hours", 12.0))
                    .encode(),
            "OK");

    private SesSide() {}

    static ApiRig rig() {
        var api = new FakeApi(asked -> isSend(asked) ? AnswerRow.of("ses", "sent") : ACCOUNT);
        return new ApiRig(
                api,
                origin -> new ApiProvider(
                        api.http(),
                        new SesApi(
                                origin,
                                new SigV4("AKIDEXAMPLE", "secret", "eu-west-1", "ses"),
                                "asteris-suppressions",
                                InstantSource.system())),
                AnswerRow.of("ses", "bad-signature"),
                List.of(
                        new AnswerRow(
                                "ses",
                                "bad",
                                400,
                                Map.of("x-amzn-ErrorType", "BadRequestException:http://internal.amazon.com/"),
                                "{\"message\":\"no\"}",
                                "PERMANENT"),
                        AnswerRow.of("ses", "rate")),
                SesSide::isSend,
                SesSide::read);
    }

    static boolean isSend(Asked asked) {
        return asked.path().equals("/v2/email/outbound-emails");
    }

    /** To and cc that are shown and do not get it are left out. */
    static SeenMail read(Asked asked) {
        JsonObject json = asked.body().toJsonObject();
        JsonObject destination = json.getJsonObject("Destination");
        byte[] mime = Base64.getDecoder()
                .decode(json.getJsonObject("Content").getJsonObject("Raw").getString("Data"));
        String correlation = json.getJsonArray("EmailTags").stream()
                .map(JsonObject.class::cast)
                .filter(tag -> tag.getString("Name").equals("asteris_message_id"))
                .map(tag -> tag.getString("Value"))
                .findFirst()
                .orElse("");
        return reached(MimeReader.read(mime, addresses(destination, "BccAddresses"), correlation), destination);
    }

    private static SeenMail reached(SeenMail shown, JsonObject destination) {
        return new SeenMail(
                shown.from(),
                shown.replyTo(),
                among(shown.to(), addresses(destination, "ToAddresses")),
                among(shown.cc(), addresses(destination, "CcAddresses")),
                shown.bcc(),
                shown.subject(),
                shown.text(),
                shown.html(),
                shown.headers(),
                shown.files(),
                shown.correlation());
    }

    private static List<String> among(List<String> shown, List<String> addresses) {
        return shown.stream()
                .filter(mailbox -> Stream.of(mailbox.replaceAll("^.*<|>$", "")).anyMatch(addresses::contains))
                .toList();
    }

    private static List<String> addresses(JsonObject destination, String field) {
        return destination.getJsonArray(field, new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
    }
}
