package io.asteris.dispatcher.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.dispatcher.attempt.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpClientTest {
    private final Sending sending = new Sending(Sending.LONG);

    @AfterEach
    void close() {
        sending.close();
    }

    @Test
    void aMessageIsTakenWithTheServersIdAndWords() throws Exception {
        try (var server = new ScriptedServer(new Script())) {
            // When
            Answer answer = sending.send(
                    Sending.plain(server), Sending.to("anna@example.com", "ben@example.com"), Sending.anyMessage());

            // Then
            assertThat(answer).isInstanceOfSatisfying(Answer.Taken.class, taken -> {
                assertThat(taken.providerMessageId()).isEqualTo("4F1A2");
                assertThat(taken.said().line()).isEqualTo("250 2.0.0 Ok: queued as 4F1A2");
                assertThat(taken.recipients()).isEmpty();
            });
            assertThat(server.commands())
                    .containsExactly(
                            "EHLO client.example.org",
                            "MAIL FROM:<shop@example.org> SIZE=26",
                            "RCPT TO:<anna@example.com>",
                            "RCPT TO:<ben@example.com>",
                            "DATA");
            assertThat(server.bodies())
                    .extracting(body -> new String(body, StandardCharsets.US_ASCII))
                    .containsExactly("Subject: hello\r\n\r\nHello.\r\n");
        }
    }
}
