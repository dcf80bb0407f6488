package io.asteris.dispatcher.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInTest {
    private static final SmtpCredentials PASSWORD = new SmtpCredentials.Password("tim", "tanstaaftanstaaf");

    private final Sending sending = new Sending(Sending.LONG);

    @AfterEach
    void close() {
        sending.close();
    }

    @Test
    void plainIsOneLine() throws Exception {
        try (var server = new ScriptedServer(new Script().alsoOffering("AUTH LOGIN PLAIN"))) {
            assertThat(sending.send(endpoint(server, PASSWORD))).isInstanceOf(Answer.Taken.class);
            assertThat(server.commands()).contains("AUTH PLAIN " + base64("\0tim\0tanstaaftanstaaf"));
        }
    }

    @Test
    void loginAnswersTwoPrompts() throws Exception {
        // Given
        Script script = new Script()
                .alsoOffering("AUTH LOGIN")
                .on("AUTH LOGIN", "334 VXNlcm5hbWU6")
                .on(base64("tim"), "334 UGFzc3dvcmQ6")
                .on(base64("tanstaaftanstaaf"), "235 2.7.0 in");
        try (var server = new ScriptedServer(script)) {
            assertThat(sending.send(endpoint(server, PASSWORD))).isInstanceOf(Answer.Taken.class);
        }
    }

    /** The example of RFC 2195. */
    @Test
    void cramMd5ShowsADigestInsteadOfThePasswordAndGoesFirstInPlainText() throws Exception {
        // Given
        String digest = base64("tim b913a602c7eda7a495b4e6e7334d3890");
        Script script = new Script()
                .alsoOffering("AUTH PLAIN LOGIN CRAM-MD5")
                .on("AUTH CRAM-MD5", "334 " + base64("<1896.697170952@postoffice.reston.mci.net>"))
                .on(digest, "235 2.7.0 in");
        try (var server = new ScriptedServer(script)) {
            assertThat(sending.send(endpoint(server, PASSWORD))).isInstanceOf(Answer.Taken.class);
            assertThat(server.commands()).contains(digest);
        }
    }

    /** The vector of shared/providers/samples/requests/xoauth2-vector.json. */
    @Test
    void xoauth2SendsTheTokenInItsForm() throws Exception {
        // Given
        var token = new SmtpCredentials.AccessToken(
                "test@contoso.onmicrosoft.com", "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA");
        try (var server = new ScriptedServer(new Script().alsoOffering("AUTH XOAUTH2"))) {
            assertThat(sending.send(endpoint(server, token))).isInstanceOf(Answer.Taken.class);
            assertThat(server.commands())
                    .contains("AUTH XOAUTH2 dXNlcj10ZXN0QGNvbnRvc28ub25taWNyb3NvZnQuY29tAWF1dGg9QmVhcmVyIEV3QkFBbDNC"
                            + "QUFVRkZwVUFvN0ozVmUwYmpMQldaV0NjbFJDM0VvQUEBAQ==");
        }
    }

    @Test
    void aBadTokensExplanationIsAnsweredWithAnEmptyLine() throws Exception {
        // Given
        Script script = new Script()
                .alsoOffering("AUTH XOAUTH2")
                .on("AUTH", "334 " + base64("{\"status\":\"401\"}"))
                .on("", "535 5.7.8 Username and Password not accepted");
        try (var server = new ScriptedServer(script)) {
            // When
            Answer answer =
                    sending.send(endpoint(server, new SmtpCredentials.AccessToken("shop@example.org", "expired")));

            // Then
            assertThat(answer).isInstanceOfSatisfying(Answer.NotTaken.class, notTaken -> {
                assertThat(notTaken.cause()).isEqualTo(Cause.CONFIGURATION);
                assertThat(notTaken.said().code()).isEqualTo(535);
            });
        }
    }

    @Test
    void withoutAMechanismInCommonNothingIsSent() throws Exception {
        for (String offer : new String[] {"AUTH GSSAPI XOAUTH2", "AUTH=LOGIN PLAIN", "HELP"}) {
            try (var server = new ScriptedServer(new Script().alsoOffering(offer))) {
                // When
                Answer answer = sending.send(endpoint(server, PASSWORD));

                // Then
                assertThat(answer)
                        .isInstanceOfSatisfying(Answer.NotTaken.class, notTaken -> assertThat(notTaken.cause())
                                .isEqualTo(Cause.CONFIGURATION));
                assertThat(server.commands()).noneMatch(command -> command.startsWith("AUTH"));
                assertThat(server.bodies()).isEmpty();
            }
        }
    }

    @Test
    void aServerThatRepeatsTheSecretDoesNotGetItIntoTheAnswer() throws Exception {
        // Given
        String coded = base64("\0tim\0tanstaaftanstaaf");
        Script script = new Script()
                .alsoOffering("AUTH PLAIN")
                .on("AUTH", "501 5.5.2 cannot decode " + coded + " tanstaaftanstaaf");
        try (var server = new ScriptedServer(script)) {
            assertThat(sending.send(endpoint(server, PASSWORD)).said().line())
                    .isEqualTo("501 5.5.2 cannot decode *** ***");
        }
    }

    @Test
    void credentialsShowInNoText() {
        SmtpEndpoint endpoint = SmtpEndpoint.of("localhost", 587, SmtpMode.TLS, PASSWORD);
        assertThat(endpoint + " " + PASSWORD + " " + new SmtpCredentials.AccessToken("u", "t0ken"))
                .doesNotContain("tanstaaf", "t0ken", "tim");
    }

    private static SmtpEndpoint endpoint(ScriptedServer server, SmtpCredentials credentials) {
        return SmtpEndpoint.of("localhost", server.port(), SmtpMode.NONE, credentials);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
