package io.asteris.dispatcher.provider.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.oauth.FixedTokens;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.FakeApi;
import io.asteris.dispatcher.provider.FakeApi.Asked;
import io.asteris.dispatcher.provider.OAuthRig;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.ProviderContract;
import io.asteris.dispatcher.provider.TestMessage;
import io.asteris.dispatcher.provider.api.MessageBody;
import io.asteris.dispatcher.smtp.MessageSource;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GmailContractTest extends ProviderContract {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Override
    protected Rig open() {
        FakeApi api = gmail();
        return OAuthRig.of(
                api,
                "gmail",
                List.of(AnswerRow.of("gmail", "bad-to"), AnswerRow.of("gmail", "user-rate-403")),
                origin -> new GmailProvider(FixedTokens.calls(api.http()), origin),
                origin -> new GmailProvider(FixedTokens.none(api.http()), origin),
                GmailContractTest::message);
    }

    @Test
    void aRequestIsThatOfTheOfficialClient() {
        try (FakeApi api = gmail()) {
            // Given
            List<String> captured = AnswerRow.resource("gmail-send.txt").lines().toList();

            // When
            provider(api).send(TestMessage.plain()).await().atMost(BOUND);

            // Then
            Asked asked = api.asked().getFirst();
            assertThat(asked.method() + " " + asked.path()).isEqualTo(captured.getFirst());
            for (String header : List.of("authorization", "content-type")) {
                assertThat(captured).contains(header + ": " + asked.header(header));
            }
            assertThat(asked.body().toJsonObject().fieldNames())
                    .isEqualTo(new JsonObject(captured.getLast()).fieldNames());
            var sample = MessageBody.base64Url(
                    "{\"raw\":\"", MessageSource.of(Buffer.buffer("From: f@example.com\r\n\r\nx")), "\"}");
            var body = Buffer.buffer();
            sample.open().forEachRemaining(body::appendBuffer);
            assertThat(body.toString()).isEqualTo(captured.getLast());
        }
    }

    @Test
    void aLargeMessageGoesTheMediaWay() {
        try (FakeApi api = gmail()) {
            // Given
            byte[] octets = TestMessage.octets(5_000_000);
            var large = new TestMessage().to("anna@example.com").attachment("a.bin", "application/zip", null, octets);

            // When
            assertThat(provider(api).send(large.outgoing()).await().atMost(BOUND))
                    .isInstanceOf(Answer.Taken.class);

            // Then
            Asked asked = api.asked().getFirst();
            assertThat(asked.path()).isEqualTo("/upload/gmail/v1/users/me/messages/send?uploadType=media");
            assertThat(asked.header("content-type")).isEqualTo("message/rfc822");
            assertThat(asked.body().length()).isBetween(6_700_000, 7_000_000);
        }
    }

    @Test
    void aMessageBeyondGmailsLimitIsRefusedBeforeTheCall() {
        try (FakeApi api = gmail()) {
            byte[] octets = new byte[27 * 1024 * 1024];
            var huge = new TestMessage().to("anna@example.com").attachment("a.bin", "application/zip", null, octets);

            Answer answer = provider(api).send(huge.outgoing()).await().atMost(BOUND);

            assertThat(answer).isInstanceOf(Answer.Refused.class);
            assertThat(answer.said().text()).contains("36700160");
            assertThat(api.asked()).isEmpty();
        }
    }

    private static Provider provider(FakeApi api) {
        return new GmailProvider(FixedTokens.calls(api.http()), api.origin());
    }

    private static FakeApi gmail() {
        return new FakeApi(asked -> asked.method().equals("POST")
                ? AnswerRow.of("gmail", "sent")
                : new AnswerRow("gmail", "profile", 200, Map.of(), "{}", "OK"));
    }

    private static byte[] message(Asked asked) {
        return asked.header("content-type").equals("message/rfc822")
                ? asked.body().getBytes()
                : Base64.getUrlDecoder().decode(asked.body().toJsonObject().getString("raw"));
    }
}
