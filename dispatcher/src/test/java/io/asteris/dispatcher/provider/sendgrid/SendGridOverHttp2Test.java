package io.asteris.dispatcher.provider.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.FakeApi;
import io.asteris.dispatcher.provider.FakeApi.Asked;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.TestMessage;
import io.asteris.dispatcher.provider.api.ApiProvider;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SendGridOverHttp2Test {
    @Test
    void aLargeMessageArrivesWholeOverHttp2AndALostAnswerIsUnknown() {
        // Given
        Outgoing large = TestMessage.rich()
                .attachment("film.mp4", "video/mp4", null, TestMessage.octets(10_000_000))
                .outgoing();
        try (FakeApi api = FakeApi.secure(asked -> SendGridSide.ACCEPTED)) {
            var provider = new ApiProvider(api.http(), new SendGridApi(api.origin(), "SG.test", null));

            // When
            Answer taken = provider.send(large).await().atMost(Duration.ofSeconds(30));
            api.next(AnswerRow.cut());
            Answer lost = provider.send(TestMessage.plain()).await().atMost(Duration.ofSeconds(30));

            // Then
            assertThat(taken).isInstanceOf(Answer.Taken.class);
            assertThat(lost).isInstanceOf(Answer.Unknown.class);
            assertThat(api.asked()).hasSize(2).extracting(Asked::version).containsOnly(HttpVersion.HTTP_2);
            assertThat(SendGridSide.read(api.asked().getFirst()).files()).anyMatch(file -> file.size() == 10_000_000);
        }
    }
}
