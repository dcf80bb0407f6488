package io.asteris.dispatcher.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server offers is used, and what it does not offer is not asked of it. */
class OffersTest {
    private final Sending sending = new Sending(Sending.LONG);

    @AfterEach
    void close() {
        sending.close();
    }

    @Test
    void anInternationalAddressGoesOutWhereSmtpUtf8IsOfferedWithItsOwnForm() throws Exception {
        try (var server = new ScriptedServer(new Script().alsoOffering("SMTPUTF8"))) {
            // When
            Answer answer = sending.send(
                    Sending.plain(server), Sending.to("ünal@example.com", "ben@example.com"), new TwoForms());

            // Then
            assertThat(answer).isInstanceOf(Answer.Taken.class);
            assertThat(server.commands())
                    .contains(
                            "MAIL FROM:<shop@example.org> SIZE=8 BODY=8BITMIME SMTPUTF8", "RCPT TO:<ünal@example.com>");
            assertThat(new String(server.bodies().getFirst(), StandardCharsets.UTF_8))
                    .isEqualTo("utf8ü\r\n");
        }
    }

    @Test
    void withoutSmtpUtf8ThatRecipientIsRefusedInClearWordsAndTheOthersAreServed() throws Exception {
        try (var server = new ScriptedServer(new Script())) {
            // When
            Answer answer = sending.send(
                    Sending.plain(server), Sending.to("ünal@example.com", "ben@example.com"), new TwoForms());

            // Then
            assertThat(answer).isInstanceOf(Answer.Taken.class);
            assertThat(answer.recipient(0)).hasValueSatisfying(refused -> {
                assertThat(refused.isRefused()).isTrue();
                assertThat(refused.suppresses()).isFalse();
                assertThat(refused.said().text()).contains("does not offer SMTPUTF8");
            });
            assertThat(server.commands()).contains("MAIL FROM:<shop@example.org> SIZE=7", "RCPT TO:<ben@example.com>");
            assertThat(server.bodies().getFirst())
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("ascii\r\n");
        }
    }

    @Test
    void withoutSmtpUtf8AMessageToNobodyElseIsRefusedAndNotTried() throws Exception {
        try (var server = new ScriptedServer(new Script())) {
            // When
            Answer answer = sending.send(Sending.plain(server), Sending.to("ünal@example.com"), Sending.anyMessage());

            // Then
            assertThat(answer).isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.cause())
                    .isEqualTo(Cause.RECIPIENT));
            assertThat(server.commands()).containsExactly("EHLO client.example.org");
        }
    }

    @Test
    void aMessageBeyondTheServersSizeIsRefusedAndNotTried() throws Exception {
        try (var server = new ScriptedServer(new Script().offering("SIZE 1000"))) {
            // When
            Answer answer = sending.send(
                    Sending.plain(server), Sending.to("anna@example.com"), Sending.message("x".repeat(1_001)));

            // Then
            assertThat(answer).isInstanceOf(Answer.Refused.class);
            assertThat(answer.said().line())
                    .isEqualTo("5.3.4 The message has 1001 octets; the server takes at most 1000.");
            assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
        }
    }

    @Test
    void aServerThatOffersNothingGetsNothingButTheBasics() throws Exception {
        try (var server = new ScriptedServer(new Script().offering())) {
            // When
            Answer answer = sending.send(Sending.plain(server));

            // Then
            assertThat(answer).isInstanceOf(Answer.Taken.class);
            assertThat(server.commands()).contains("MAIL FROM:<shop@example.org>");
        }
    }

    /** A message whose two forms can be told apart. */
    private static final class TwoForms implements MessageSource {
        @Override
        public long size() {
            return 7;
        }

        @Override
        public Iterator<Buffer> open() {
            return MessageSource.of(Buffer.buffer("ascii\r\n")).open();
        }

        @Override
        public MessageSource asSmtpUtf8() {
            return MessageSource.of(Buffer.buffer("utf8ü\r\n"));
        }
    }
}
