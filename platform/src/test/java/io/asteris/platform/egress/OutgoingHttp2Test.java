package io.asteris.platform.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.platform.egress.HttpResult.Answered;
import io.asteris.platform.egress.HttpResult.Failed;
import io.asteris.platform.egress.HttpResult.Trouble;
import io.asteris.testing.TestCertificate;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is different where HTTP/2 is spoken. */
@Timeout(60)
class OutgoingHttp2Test {
    @Test
    void http2IsSpokenWhereItIsOffered() {
        var versions = new CopyOnWriteArrayList<HttpVersion>();
        var certificate = TestCertificate.forHost("api.example.com");
        try (FarSide server = FarSide.open().speaking(certificate, request -> {
            versions.add(request.version());
            request.body().onSuccess(octets -> request.response().end(octets));
        })) {
            // When
            HttpResult first = server.call(HttpCall.post(server.uri("https", "/"), "text/plain", HttpBody.of("one")));
            HttpResult second = server.call(HttpCall.post(server.uri("https", "/"), "text/plain", HttpBody.of("two")));

            // Then
            assertThat(versions).containsExactly(HttpVersion.HTTP_2, HttpVersion.HTTP_2);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(((Answered) first).text()).isEqualTo("one");
            assertThat(((Answered) second).text()).isEqualTo("two");
        }
    }

    @Test
    void aStreamThatIsCutAfterTheRequestLeavesItOpenWhetherItArrived() {
        var certificate = TestCertificate.forHost("api.example.com");
        try (FarSide server = FarSide.open().speaking(certificate, request -> request.body()
                .onSuccess(octets -> request.response().reset(2)))) {
            // When
            HttpResult cut = server.call(HttpCall.post(server.uri("https", "/"), "text/plain", HttpBody.of("one")));

            // Then
            assertThat(cut).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.DROPPED);
                assertThat(failed.mayHaveArrived()).isTrue();
            });
        }
    }

    @Test
    void aRefusedStreamWasNotActedOn() {
        var certificate = TestCertificate.forHost("api.example.com");
        try (FarSide server = FarSide.open()
                .speaking(certificate, request -> request.response().reset(7))) {
            // When
            HttpResult refused = server.call(HttpCall.post(server.uri("https", "/"), "text/plain", HttpBody.of("x")));

            // Then
            assertThat(refused).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.mayHaveArrived())
                    .isFalse());
        }
    }
}
