package io.asteris.platform.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.platform.egress.HttpResult.Answered;
import io.asteris.platform.egress.HttpResult.Failed;
import io.asteris.platform.egress.HttpResult.Trouble;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is known of a call that gets no answer, or not the end of one. */
@Timeout(60)
class UnansweredCallTest {
    @Test
    void aConnectionCutAfterTheRequestLeavesItOpenWhetherItArrivedAndIsNotRepeated() {
        try (FarSide server = FarSide.open().speaking(null, request -> request.body()
                .onSuccess(octets -> request.connection().close()))) {
            // When
            HttpResult result =
                    server.call(HttpCall.post(server.uri("http", "/"), "text/plain", HttpBody.of("message")));

            // Then
            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.DROPPED);
                assertThat(failed.mayHaveArrived()).isTrue();
            });
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void noAnswerInTimeLeavesItOpenWhetherTheRequestArrived() {
        try (FarSide server = FarSide.open().impatient().speaking(null, request -> {})) {
            // When
            HttpResult result = server.call(HttpCall.get(server.uri("http", "/")));

            // Then
            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.TIME_OUT);
                assertThat(failed.mayHaveArrived()).isTrue();
            });
        }
    }

    @Test
    void theWholeCallHasALimitHoweverSlowlyTheAnswerDrips() {
        try (FarSide server = FarSide.open().speaking(null, request -> {
            request.response().setChunked(true).write("a");
        })) {
            // When
            HttpResult result =
                    server.call(HttpCall.get(server.uri("http", "/")).within(Duration.ofSeconds(3)));

            // Then
            assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.whole())
                    .isFalse());
        }
    }

    @Test
    void whatIsNoHttpIsSaidToBeNone() {
        try (FarSide server =
                FarSide.open().raw(socket -> socket.handler(asked -> socket.write("220 mail.example.com ESMTP\r\n")))) {
            // When
            HttpResult result = server.call(HttpCall.get(server.uri("http", "/")));

            // Then
            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.PROTOCOL);
                assertThat(failed.mayHaveArrived()).isTrue();
            });
        }
    }

    @Test
    void whereNothingListensNothingArrives() {
        int port;
        try (FarSide gone = FarSide.open().speaking(null, request -> {})) {
            port = gone.uri("http", "/").getPort();
        }
        try (FarSide client = FarSide.open()) {
            // When
            HttpResult result = client.call(HttpCall.get(URI.create("http://api.example.com:" + port + "/")));

            // Then
            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.CONNECT);
                assertThat(failed.mayHaveArrived()).isFalse();
                assertThat(failed.words()).contains("api.example.com port " + port);
            });
        }
    }
}
