package io.asteris.dispatcher.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server does instead of answering, the answer says honestly whether the message may have been taken. */
class BrokenConversationTest {
    private static final Condition<Answer> SURELY_NOT_TAKEN = new Condition<>(
            answer -> answer instanceof Answer.NotTaken notTaken && notTaken.cause() == Cause.TRANSIENT,
            "surely not taken, may pass");

    private final Sending sending = new Sending(Sending.SHORT);

    @AfterEach
    void close() {
        sending.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA", "BODY"})
    void aDropOrSilenceBeforeTheDotIsSurelyNotTaken(String step) throws Exception {
        for (String trouble : new String[] {Script.DROP, Script.SILENCE}) {
            if (step.equals("BODY") && trouble.equals(Script.SILENCE)) {
                continue;
            }
            for (boolean pipelining : new boolean[] {true, false}) {
                Script script = new Script().on(step, trouble);
                try (var server = new ScriptedServer(pipelining ? script : script.offering("SIZE"))) {
                    // When
                    Answer answer = step.equals("BODY")
                            ? sending.send(
                                    Sending.plain(server),
                                    Sending.to("anna@example.com"),
                                    Sending.message("x".repeat(20_000_000)))
                            : sending.send(Sending.plain(server));

                    // Then
                    assertThat(answer).is(SURELY_NOT_TAKEN);
                    assertThat(server.bodies()).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Script.DROP, Script.SILENCE, "total nonsense", "354 more?"})
    void aDropSilenceOrNonsenseAfterTheDotIsUnknown(String trouble) throws Exception {
        try (var server = new ScriptedServer(new Script().on("DOT", trouble))) {
            // When
            Answer answer = sending.send(Sending.plain(server));

            // Then
            assertThat(answer).isInstanceOf(Answer.Unknown.class);
            assertThat(server.bodies()).hasSize(1);
        }
    }

    @Test
    void unknownStillTellsWhichRecipientsWereRefused() throws Exception {
        // Given
        Script script =
                new Script().on("RCPT TO:<gone@", "550 5.1.1 no such user").on("DOT", Script.DROP);
        try (var server = new ScriptedServer(script)) {
            // When
            Answer answer = sending.send(
                    Sending.plain(server), Sending.to("gone@example.com", "b@example.com"), Sending.anyMessage());

            // Then
            assertThat(answer).isInstanceOf(Answer.Unknown.class);
            assertThat(answer.recipient(0).orElseThrow().isRefused()).isTrue();
        }
    }

    @Test
    void aReplyInTheMiddleOfTheBodyIsNotTakenForTheAnswerToTheDot() throws Exception {
        try (var server = new ScriptedServer(new Script().on("DATA", "354 go\r\n250 2.0.0 Ok: queued as LIE"))) {
            // When
            Answer answer = sending.send(
                    Sending.plain(server), Sending.to("anna@example.com"), Sending.message("x".repeat(1_000_000)));

            // Then
            assertThat(answer).is(SURELY_NOT_TAKEN);
            assertThat(server.bodies()).isEmpty();
        }
    }

    @Test
    void aRefusalInTheMiddleOfTheBodyIsTheAnswer() throws Exception {
        try (var server = new ScriptedServer(new Script().on("DATA", "354 go\r\n552 5.3.4 too big"))) {
            assertThat(sending.send(Sending.plain(server))).isInstanceOf(Answer.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"what?", "25", "2x0 no", "999 no", "\u0000\u0001", "<html>"})
    void whatIsNoReplyEndsTheCall(String nonsense) throws Exception {
        try (var server = new ScriptedServer(new Script().on("MAIL", nonsense))) {
            assertThat(sending.send(Sending.plain(server))).is(SURELY_NOT_TAKEN);
        }
    }

    @Test
    void aLineThatNeverEndsIsCutOffAndEndlessLinesEndTheCall() throws Exception {
        // Given
        String tenMegabytes = "250 " + "x".repeat(10_000_000);
        String endless = "250-more\r\n".repeat(200);
        for (String reply : new String[] {tenMegabytes, endless}) {
            try (var server = new ScriptedServer(new Script().on("MAIL", reply))) {
                // When
                Answer answer = sending.send(Sending.plain(server));

                // Then
                assertThat(answer).is(SURELY_NOT_TAKEN);
                assertThat(answer.said().text()).contains("a reply of more than");
            }
        }
    }

    @Test
    void aReplyThatDripsIsBoundedAsAWhole() throws Exception {
        // Given
        try (var server = new DrippingServer(Duration.ofMillis(100))) {
            // When
            Answer answer = sending.send(
                    SmtpEndpoint.of("localhost", server.port(), SmtpMode.NONE, new SmtpCredentials.None()));

            // Then
            assertThat(answer).is(SURELY_NOT_TAKEN);
            assertThat(answer.said().text()).contains("no reply came in 400 ms");
        }
    }

    @Test
    void aServerThatIsNotThereIsATransientTrouble() throws Exception {
        // Given
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        // When
        Answer answer = sending.send(SmtpEndpoint.of("localhost", free, SmtpMode.NONE, new SmtpCredentials.None()));

        // Then
        assertThat(answer).is(SURELY_NOT_TAKEN);
        assertThat(answer.said().text()).contains("Nothing answers at localhost port " + free);
    }

    @Test
    void closingTheClientEndsACallAfterTheDotInUnknown() throws Exception {
        // Given
        try (var own = new Sending(Sending.LONG);
                var server = new ScriptedServer(new Script().on("DOT", Script.SILENCE))) {
            var answer = own.client()
                    .send(Sending.plain(server), Sending.to("anna@example.com"), Sending.anyMessage())
                    .subscribeAsCompletionStage();
            await().until(() -> server.bodies().size() == 1);

            // When
            own.wait(own.client().close());

            // Then
            assertThat(answer.get()).isInstanceOf(Answer.Unknown.class);
        }
    }

    @Test
    void aMessageThatCannotBeReadFailsAndTheServerSeesNoDot() throws Exception {
        try (var server = new ScriptedServer(new Script())) {
            // When
            var answer = sending.client()
                    .send(Sending.plain(server), Sending.to("anna@example.com"), new UnreadableMessage())
                    .onItemOrFailure()
                    .transform((item, failure) -> failure);

            // Then
            assertThat(sending.wait(answer)).hasMessage("the store is gone");
            assertThat(server.bodies()).isEmpty();
        }
    }

    /** Sends one octet of its greeting at a time, for ever. */
    private static final class DrippingServer implements AutoCloseable {
        private final ServerSocket listener;

        DrippingServer(Duration pause) throws IOException {
            listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> drip(pause));
        }

        int port() {
            return listener.getLocalPort();
        }

        private void drip(Duration pause) {
            try (Socket socket = listener.accept();
                    OutputStream out = socket.getOutputStream()) {
                for (byte octet : "220-slow".repeat(1_000).getBytes(StandardCharsets.US_ASCII)) {
                    out.write(octet);
                    LockSupport.parkNanos(pause.toNanos());
                }
            } catch (IOException gone) {
                // The client had enough.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
