package io.asteris.dispatcher.provider.microsoft365;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.oauth.FixedTokens;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.FakeApi;
import io.asteris.dispatcher.provider.OAuthRig;
import io.asteris.dispatcher.provider.ProviderContract;
import io.asteris.dispatcher.provider.TestMessage;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphContractTest extends ProviderContract {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Override
    protected Rig open() {
        FakeApi api = graph();
        return OAuthRig.of(
                api,
                "microsoft365",
                List.of(
                        new AnswerRow(
                                "microsoft365",
                                "bad-recipients",
                                400,
                                Map.of(),
                                "{\"error\":{\"code\":\"ErrorInvalidRecipients\",\"message\":\"x\"}}",
                                "PERMANENT"),
                        AnswerRow.of("microsoft365", "concurrency")),
                origin -> new GraphProvider(FixedTokens.calls(api.http()), origin),
                origin -> new GraphProvider(FixedTokens.none(api.http()), origin),
                asked -> Base64.getDecoder().decode(asked.body().toString()));
    }

    /** Graph gives none. */
    @Override
    protected boolean namesMessages() {
        return false;
    }

    @Test
    void aMessageIsPlainTextInOneLineOfBase64() {
        try (FakeApi api = graph()) {
            new GraphProvider(FixedTokens.calls(api.http()), api.origin())
                    .send(TestMessage.rich().outgoing())
                    .await()
                    .atMost(BOUND);

            FakeApi.Asked asked = api.asked().getFirst();
            assertThat(asked.path()).isEqualTo("/v1.0/me/sendMail");
            assertThat(asked.header("content-type")).isEqualTo("text/plain");
            assertThat(asked.header("authorization")).isEqualTo("Bearer " + FixedTokens.TOKEN);
            assertThat(asked.body().toString()).matches("[A-Za-z0-9+/]+={0,2}");
        }
    }

    @Test
    void aMessageBeyondGraphsLimitIsRefusedBeforeTheCall() {
        try (FakeApi api = graph()) {
            byte[] octets = new byte[3 * 1024 * 1024];
            var large = new TestMessage().to("anna@example.com").attachment("a.bin", "application/zip", null, octets);

            Answer answer = new GraphProvider(FixedTokens.calls(api.http()), api.origin())
                    .send(large.outgoing())
                    .await()
                    .atMost(BOUND);

            assertThat(answer).isInstanceOf(Answer.Refused.class);
            assertThat(answer.said().text()).contains("4194304", "3 MB");
            assertThat(api.asked()).isEmpty();
        }
    }

    private static FakeApi graph() {
        return new FakeApi(asked -> asked.method().equals("POST")
                ? AnswerRow.of("microsoft365", "accepted")
                : new AnswerRow("microsoft365", "me", 200, Map.of(), "{}", "OK"));
    }
}
