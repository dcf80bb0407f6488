package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.FakeApi;
import io.asteris.dispatcher.provider.FakeApi.Asked;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SendGrid, Mailgun and SES through the running engine: what each answer makes of a message, and in how many calls. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class ApiProvidersTest extends EngineTest {
    private static final List<String> PRESETS = List.of("sendgrid", "mailgun", "ses");

    /** Quota answers that ask for longer than a test waits. */
    private static final Set<String> LONG_WAITS = Set.of("credits", "messaging-limits", "daily");

    private final Map<String, AnswerRow> rows = new LinkedHashMap<>();
    private FakeApi api;

    @BeforeEach
    void openApi() {
        PRESETS.forEach(preset -> Stream.of(
                        AnswerRow.of(preset).stream(),
                        Stream.of(502, 504, 500).map(AnswerRow::foreign),
                        Stream.of(AnswerRow.cut()))
                .flatMap(each -> each)
                .forEach(row -> rows.put(preset + "-" + row.name(), row)));
        api = new FakeApi(this::answer);
    }

    @AfterEach
    void closeApi() {
        api.close();
    }

    @Test
    void everyAnswerEndsTheMessageAsItsClassAsksInExactlyTheCallsThatTakes() {
        // Given
        rows.keySet().forEach(this::provide);
        Map<String, MessageId> sent = new LinkedHashMap<>();

        // When
        rows.keySet().forEach(name -> sent.put(name, sendOver(name)));

        // Then
        sent.forEach((name, message) -> {
            String end = end(rows.get(name));
            await(name).atMost(SOON).untilAsserted(() -> assertThat(column(message, "state"))
                    .as(name)
                    .isEqualTo(end));
            assertThat(calls(name)).as(name).isEqualTo(callsFor(rows.get(name)));
            AttemptRecorded first = attempts(message, 1).getFirst();
            int status = rows.get(name).status();
            assertThat(first.code()).as(name).isEqualTo(status == 0 ? null : status);
            assertThat(first.text()).as(name).isNotBlank().doesNotContain("sender@");
            assertThat(first.preset()).isEqualTo(preset(name));
        });
        assertThat(sent.keySet()).as("no call came late").allSatisfy(name -> assertThat(calls(name))
                .isEqualTo(callsFor(rows.get(name))));
    }

    @Test
    void anOwnerCanTestEachWithoutSending() {
        PRESETS.forEach(preset -> {
            provide(preset + "-trial");
            test(preset + "-trial").body("ok", equalTo(true));
        });
        assertThat(api.asked()).noneMatch(ApiProvidersTest::isSend);

        test(provided("sendgrid-bad-key")).body("ok", equalTo(false)).body("answer", containsString("API key"));
        test(provided("mailgun-wrong-region")).body("ok", equalTo(false)).body("answer", containsString("region"));
        test(provided("ses-bad-signature")).body("ok", equalTo(false)).body("answer", containsString("secret"));
    }

    private AnswerRow answer(Asked asked) {
        String name = key(asked);
        String preset = preset(name);
        AnswerRow row = rows.get(name);
        if (row != null && (calls(name) <= 1 || !isSend(asked))) {
            return row;
        }
        return switch (preset) {
            case "sendgrid" -> AnswerRow.of("sendgrid", isSend(asked) ? "accepted" : "sandbox");
            case "mailgun" -> AnswerRow.of("mailgun", "queued");
            default ->
                isSend(asked)
                        ? AnswerRow.of("ses", "sent")
                        : new AnswerRow("ses", "account", 200, Map.of(), "{\"SendingEnabled\":true}", "OK");
        };
    }

    private long calls(String name) {
        return api.asked().stream()
                .filter(asked -> key(asked).equals(name) && isSend(asked))
                .count();
    }

    private static boolean isSend(Asked asked) {
        return asked.method().equals("POST")
                && !asked.body().toString().contains("sandbox_mode")
                && !asked.body().toString().contains("o:testmode");
    }

    /** Each provider has its name for a key. */
    private static String key(Asked asked) {
        String authorization = asked.header("authorization");
        if (authorization.startsWith("Basic ")) {
            byte[] pair = Base64.getDecoder().decode(authorization.substring(6));
            return new String(pair, StandardCharsets.UTF_8).replaceFirst("^api:", "");
        }
        return authorization.replaceFirst("^Bearer ", "").replaceFirst("^AWS4.*Credential=([^/]+)/.*$", "$1");
    }

    private static String preset(String name) {
        return name.substring(0, name.indexOf('-'));
    }

    private static String end(AnswerRow row) {
        return switch (row.outcome()) {
            case "ACCEPTED", "VALIDATED_NOT_SENT", "TRANSIENT" -> "sent";
            case "THROTTLED" -> LONG_WAITS.contains(row.name()) ? "retry_wait" : "sent";
            case "PERMANENT" -> "failed";
            case "CONFIG" -> "held";
            default -> "unknown";
        };
    }

    private static long callsFor(AnswerRow row) {
        boolean again = row.outcome().equals("TRANSIENT")
                || (row.outcome().equals("THROTTLED") && !LONG_WAITS.contains(row.name()));
        return again ? 2 : 1;
    }

    private String provided(String name) {
        provide(name);
        return name;
    }

    private void provide(String name) {
        Map<String, Object> settings =
                switch (preset(name)) {
                    case "sendgrid" -> Map.of("api_key", name, "base_url", api.origin());
                    case "mailgun" ->
                        Map.of("api_key", name, "region", "eu", "domain", "mg.example.com", "base_url", api.origin());
                    default ->
                        Map.of(
                                "access_key_id",
                                name,
                                "secret_access_key",
                                "secret",
                                "region",
                                "eu-west-1",
                                "endpoint",
                                api.origin());
                };
        api().body(Map.of("preset", preset(name), "settings", settings))
                .put("/providers/" + name)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse test(String name) {
        return api().post("/provider/test?name=" + name).then().statusCode(200);
    }

    private MessageId sendOver(String provider) {
        String to = "anna@example.com";
        MessageAccepted any = mail.message(siteId(), null, null, OnUnknown.HOLD, to);
        var accepted = new MessageAccepted(
                any.message(),
                any.site(),
                any.kind(),
                any.acceptedAt(),
                any.source(),
                any.tags(),
                any.metadata(),
                any.size(),
                any.attachments(),
                any.fromDomain(),
                any.recipients(),
                any.scheduledAt(),
                any.expiresAt(),
                provider,
                any.resendOf(),
                any.onUnknown(),
                any.sensitive());
        mail.accept(accepted, to);
        return accepted.message();
    }
}
