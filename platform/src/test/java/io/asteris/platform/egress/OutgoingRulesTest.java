package io.asteris.platform.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.platform.egress.HttpResult.Answered;
import io.asteris.platform.egress.HttpResult.Failed;
import io.asteris.platform.egress.HttpResult.Trouble;
import io.asteris.testing.TestCertificate;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RELIABILITY S6, seen from the other side. */
@Timeout(60)
class OutgoingRulesTest {
    private static @Nullable TestCertificate certificate;

    @BeforeAll
    static void makeCertificate() {
        certificate = TestCertificate.forHost("api.example.com");
    }

    @Test
    void aNameThatLeadsInsideIsRefusedBeforeAnyConnection() {
        try (FarSide server =
                FarSide.allowing().speaking(null, request -> request.response().end())) {
            // When
            HttpResult result = server.call(HttpCall.get(server.uri("https", "/")));

            // Then
            refused(result, "loopback address, which is not allowed");
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "10.0.0.1", "fd00:ec2::254", "::ffff:127.0.0.1", "64:ff9b::a9fe:a9fe"})
    void noSpecialAddressIsConnectedTo(String address) {
        try (FarSide server = FarSide.allowing().lookedUpAs(address)) {
            refused(server.call(HttpCall.get(URI.create("https://api.example.com/"))), "address, which is not allowed");
        }
    }

    @Test
    void plainHttpIsOnlyForWhatTheOperatorAllowed() {
        try (FarSide server = FarSide.allowing("loopback").lookedUpAs("8.8.8.8")) {
            refused(server.call(HttpCall.get(URI.create("http://api.example.com/"))), "Plain http");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://api.example.com/", "https:/path", "https://user:word@api.example.com/", "file:///etc/x"})
    void onlyWebAddressesAreCalled(String target) {
        try (FarSide server = FarSide.open()) {
            refused(server.call(HttpCall.get(URI.create(target))), "Only an https address");
        }
    }

    @Test
    void aCertificateOfAnAuthorityWeTrustIsAccepted() {
        try (FarSide server = checking(certificate())) {
            assertThat(server.call(HttpCall.get(server.uri("https", "/")))).isInstanceOf(Answered.class);
        }
    }

    @Test
    void aCertificateForAnotherNameIsNot() {
        TestCertificate other = TestCertificate.forHost("evil.example.com");
        try (FarSide server = checking(other)) {
            // When
            HttpResult result = server.call(HttpCall.get(server.uri("https", "/")));

            // Then
            mistrusted(server, result);
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNot() {
        try (FarSide server = FarSide.checked()
                .speaking(certificate(), request -> request.response().end())) {
            // When
            HttpResult result = server.call(HttpCall.get(server.uri("https", "/")));

            // Then
            mistrusted(server, result);
        }
    }

    @Test
    void whereTheOperatorSaysSoAnyCertificateWillDo() {
        try (FarSide server = FarSide.open().speaking(TestCertificate.forHost("whoever"), request -> request.response()
                .end())) {
            assertThat(server.call(HttpCall.get(server.uri("https", "/")))).isInstanceOf(Answered.class);
        }
    }

    @Test
    void anOwnerHearsOfAForbiddenTargetBeforeItIsCalled() {
        try (FarSide server = FarSide.allowing("10.0.0.0/8").lookedUpAs("192.168.0.1")) {
            assertThat(objection(server, "https://api.example.com")).contains("private address");
        }
        try (FarSide server = FarSide.allowing("192.168.0.0/16").lookedUpAs("192.168.0.1")) {
            assertThat(objection(server, "http://api.example.com")).isEmpty();
        }
        try (FarSide server = FarSide.allowing().lookedUpAs("no address.invalid")) {
            assertThat(objection(server, "https://api.example.com")).isEmpty();
            assertThat(objection(server, "http://api.example.com")).contains("Plain http");
        }
    }

    private static String objection(FarSide server, String target) {
        return server.client()
                .objection(URI.create(target))
                .await()
                .atMost(Duration.ofSeconds(10))
                .orElse("");
    }

    private static FarSide checking(TestCertificate shown) {
        return FarSide.checked(shown.pem())
                .speaking(shown, request -> request.response().end());
    }

    private static void refused(HttpResult result, String words) {
        assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.trouble()).isEqualTo(Trouble.FORBIDDEN);
            assertThat(failed.mayHaveArrived()).isFalse();
            assertThat(failed.words()).contains(words);
        });
    }

    private static void mistrusted(FarSide server, HttpResult result) {
        assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.trouble()).isEqualTo(Trouble.TLS);
            assertThat(failed.mayHaveArrived()).isFalse();
        });
        assertThat(server.requests()).isZero();
    }

    private static TestCertificate certificate() {
        return Objects.requireNonNull(certificate);
    }
}
