package io.asteris.dispatcher.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.platform.egress.EgressPolicy;
import io.asteris.platform.egress.HostResolver;
import io.asteris.testing.TestCertificate;
import java.net.InetAddress;
import java.util.List;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No credentials, no mail and no belief in anything said before a TLS connection with the right server. */
class EncryptionTest {
    private static final TestCertificate LOCALHOST = TestCertificate.forHost("localhost");
    private static final TestCertificate ELSEWHERE = TestCertificate.forHost("mail.elsewhere.example");
    private static final SmtpCredentials PASSWORD = new SmtpCredentials.Password("shop", "s3cret");
    private static final Condition<Answer> CONFIGURATION = new Condition<>(
            answer -> answer instanceof Answer.NotTaken notTaken && notTaken.cause() == Cause.CONFIGURATION,
            "a trouble of the configuration");

    @ParameterizedTest
    @EnumSource(
            value = SmtpMode.class,
            names = {"STARTTLS", "TLS"})
    void mailGoesOutUnderTls(SmtpMode mode) throws Exception {
        try (var sending = trusting(LOCALHOST.pem());
                var server = server(mode, LOCALHOST)) {
            // When
            Answer answer = sending.send(endpoint(server, mode));

            // Then
            assertThat(answer).isInstanceOf(Answer.Taken.class);
            assertThat(server.commands()).anyMatch(command -> command.startsWith("AUTH PLAIN "));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SmtpMode.class,
            names = {"STARTTLS", "TLS"})
    void aCertificateOfAnotherHostIsRefused(SmtpMode mode) throws Exception {
        try (var sending = trusting(ELSEWHERE.pem());
                var server = server(mode, ELSEWHERE)) {
            // When
            Answer answer = sending.send(endpoint(server, mode));

            // Then
            assertThat(answer).is(CONFIGURATION);
            assertThat(answer.said().text()).contains("not trustworthy");
            assertThat(server.commands())
                    .noneMatch(command -> command.startsWith("AUTH") || command.startsWith("MAIL"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SmtpMode.class,
            names = {"STARTTLS", "TLS"})
    void aCertificateThatNobodyVouchesForIsRefused(SmtpMode mode) throws Exception {
        try (var sending = trusting(ELSEWHERE.pem());
                var server = server(mode, LOCALHOST)) {
            assertThat(sending.send(endpoint(server, mode))).is(CONFIGURATION);
            assertThat(server.commands())
                    .noneMatch(command -> command.startsWith("AUTH") || command.startsWith("MAIL"));
        }
    }

    @Test
    void whereTheOperatorNamedTheHostAnyCertificateWillDoIfThatIsSwitchedOn() throws Exception {
        // Given
        var options = new SmtpClientOptions(
                Sending.LONG,
                "client.example.org",
                EgressPolicy.of(List.of("loopback")),
                HostResolver.SYSTEM,
                List.of(),
                true);
        try (var sending = new Sending(options);
                var server = server(SmtpMode.STARTTLS, ELSEWHERE)) {
            assertThat(sending.send(endpoint(server, SmtpMode.STARTTLS))).isInstanceOf(Answer.Taken.class);
        }
    }

    @Test
    void aServerWhoseStarttlsWasStrippedGetsNothing() throws Exception {
        try (var sending = trusting(LOCALHOST.pem());
                var server = new ScriptedServer(new Script().alsoOffering("AUTH PLAIN LOGIN"))) {
            // When
            Answer answer = sending.send(endpoint(server, SmtpMode.STARTTLS));

            // Then
            assertThat(answer).is(CONFIGURATION);
            assertThat(answer.said().text()).contains("offers no encryption");
            assertThat(server.commands()).allMatch(command -> command.startsWith("EHLO") || command.equals("QUIT"));
        }
    }

    @Test
    void aRefusedStarttlsIsNotGoneAround() throws Exception {
        // Given
        Script script =
                new Script().alsoOffering("STARTTLS").alsoOffering("AUTH PLAIN").on("STARTTLS", "454 4.7.0 not now");
        try (var sending = trusting(LOCALHOST.pem());
                var server = new ScriptedServer(script)) {
            // When
            Answer answer = sending.send(endpoint(server, SmtpMode.STARTTLS));

            // Then
            assertThat(answer).isInstanceOfSatisfying(Answer.NotTaken.class, notTaken -> assertThat(notTaken.cause())
                    .isEqualTo(Cause.TRANSIENT));
            assertThat(server.commands())
                    .noneMatch(command -> command.startsWith("AUTH") || command.startsWith("MAIL"));
        }
    }

    @Test
    void whatWasInjectedBehindTheStarttlsReplyIsIgnored() throws Exception {
        // Given
        Script script = new Script()
                .alsoOffering("STARTTLS")
                .alsoOffering("AUTH PLAIN")
                .on("STARTTLS", "220 go\r\n250-evil.example\r\n250 AUTH CRAM-MD5\r\n535 5.7.8 no\r\n");
        try (var sending = trusting(LOCALHOST.pem());
                var server = new ScriptedServer(script, LOCALHOST.context())) {
            // When
            Answer answer = sending.send(endpoint(server, SmtpMode.STARTTLS));

            // Then
            assertThat(answer).isInstanceOf(Answer.Taken.class);
            assertThat(server.commands())
                    .filteredOn(command -> command.startsWith("EHLO"))
                    .hasSize(2);
            assertThat(server.commands()).anyMatch(command -> command.startsWith("AUTH PLAIN "));
        }
    }

    @Test
    void plainTextNeedsTheOperatorsWord() throws Exception {
        // Given
        var options = new SmtpClientOptions(
                Sending.LONG,
                "client.example.org",
                EgressPolicy.of(List.of()),
                host -> List.of(InetAddress.getByName("8.8.8.8")),
                List.of(),
                true);
        try (var sending = new Sending(options)) {
            // When
            Answer answer =
                    sending.send(SmtpEndpoint.of("mail.example.org", 587, SmtpMode.NONE, new SmtpCredentials.None()));

            // Then
            assertThat(answer).is(CONFIGURATION);
            assertThat(answer.said().text()).contains("Plain text to mail.example.org is not allowed");
        }
    }

    @Test
    void aPrivateAddressIsNotConnectedTo() throws Exception {
        // Given
        var options = new SmtpClientOptions(
                Sending.LONG, null, EgressPolicy.of(List.of()), HostResolver.SYSTEM, List.of(), true);
        try (var sending = new Sending(options);
                var server = new ScriptedServer(new Script())) {
            // When
            Answer answer = sending.send(endpoint(server, SmtpMode.STARTTLS));

            // Then
            assertThat(answer).is(CONFIGURATION);
            assertThat(answer.said().text()).contains("loopback");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aTrialTellsWhatWorksAndWhatDoesNot() throws Exception {
        try (var sending = trusting(LOCALHOST.pem());
                var good = server(SmtpMode.STARTTLS, LOCALHOST);
                var refusing = new ScriptedServer(
                        new Script()
                                .alsoOffering("STARTTLS")
                                .alsoOffering("AUTH PLAIN")
                                .on("AUTH", "535 5.7.8 shop/s3cret is wrong"),
                        LOCALHOST.context())) {
            // When
            SmtpCheck works = sending.wait(sending.client().check(endpoint(good, SmtpMode.STARTTLS)));
            SmtpCheck fails = sending.wait(sending.client().check(endpoint(refusing, SmtpMode.STARTTLS)));

            // Then
            assertThat(works).isInstanceOf(SmtpCheck.Works.class);
            assertThat(works.words()).contains("TLSv1.3", "signed in", "ready for mail");
            assertThat(good.commands()).endsWith("NOOP", "QUIT");
            assertThat(fails).isInstanceOfSatisfying(SmtpCheck.Fails.class, failed -> {
                assertThat(failed.step()).isEqualTo(SmtpCheck.Step.SIGN_IN);
                assertThat(failed.words()).contains("application password");
                assertThat(failed.answer().said().line()).isEqualTo("535 5.7.8 shop/*** is wrong");
            });
        }
    }

    private static Sending trusting(String authority) {
        return new Sending(Sending.options(Sending.LONG, List.of(authority)));
    }

    private static ScriptedServer server(SmtpMode mode, TestCertificate certificate) {
        Script script = new Script().alsoOffering("AUTH PLAIN LOGIN");
        return new ScriptedServer(
                mode == SmtpMode.TLS ? script.implicitTls() : script.alsoOffering("STARTTLS"), certificate.context());
    }

    private static SmtpEndpoint endpoint(ScriptedServer server, SmtpMode mode) {
        return SmtpEndpoint.of("localhost", server.port(), mode, PASSWORD);
    }
}
