package io.asteris.dispatcher.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.dispatcher.attempt.Answer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionReuseTest {
    private final Sending sending = new Sending(Sending.LONG);

    @AfterEach
    void close() {
        sending.close();
    }

    @Test
    void aThousandMailsUseSixteenConnectionsAtMost() throws Exception {
        try (var server = new ScriptedServer(new Script())) {
            // When
            List<Answer> answers = sendMany(server, 1_000);

            // Then
            assertThat(answers).hasSize(1_000).allMatch(answer -> answer instanceof Answer.Taken);
            assertThat(server.bodies()).hasSize(1_000);
            assertThat(server.connections()).isLessThanOrEqualTo(16);
        }
    }

    @Test
    void moreCallsThanConnectionsWaitForOneToComeFree() throws Exception {
        try (var server = new ScriptedServer(new Script())) {
            // Given
            SmtpEndpoint endpoint = limited(server, 2, Duration.ofSeconds(60), 1_000);

            // When
            List<Answer> answers = sending.wait(Multi.createFrom()
                    .range(0, 50)
                    .onItem()
                    .transformToUni(ignored -> send(endpoint))
                    .merge(50)
                    .collect()
                    .asList());

            // Then
            assertThat(answers).hasSize(50).allMatch(answer -> answer instanceof Answer.Taken);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void anIdleConnectionIsClosedWithAGoodbye() throws Exception {
        try (var server = new ScriptedServer(new Script())) {
            // Given
            SmtpEndpoint endpoint = limited(server, 16, Duration.ofMillis(300), 1_000);

            // When
            sending.send(endpoint);

            // Then
            await().untilAsserted(() -> assertThat(server.open()).isZero());
            assertThat(server.commands()).endsWith("QUIT");
            assertThat(sending.client().connections(endpoint)).isZero();
        }
    }

    @Test
    void aConnectionIsRenewedAfterSoManyMails() throws Exception {
        try (var server = new ScriptedServer(new Script())) {
            // Given
            SmtpEndpoint endpoint = limited(server, 16, Duration.ofSeconds(60), 3);

            // When
            for (int i = 0; i < 7; i++) {
                sending.send(endpoint);
            }

            // Then
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void aServerThatClosedAnIdleConnectionIsNoError() throws Exception {
        try (var server = new ScriptedServer(new Script())) {
            // Given
            sending.send(Sending.plain(server));
            server.cutAll();

            // When
            Answer answer = sending.send(Sending.plain(server));

            // Then
            assertThat(answer).isInstanceOf(Answer.Taken.class);
            assertThat(server.bodies()).hasSize(2);
        }
    }

    @Test
    void aServerThatClosesAfterEachMailOrSaysGoodbyeInsteadOfAnswersIsNoError() throws Exception {
        for (String goodbye : new String[] {"", "421 4.4.2 idle too long\r\n"}) {
            // Given
            Script script = new Script().closingAfter(1);
            script.on("DOT", "250 2.0.0 Ok: queued as X\r\n" + goodbye);
            try (var server = new ScriptedServer(script)) {
                for (int i = 0; i < 20; i++) {
                    // When
                    Answer answer = sending.send(Sending.plain(server));

                    // Then
                    assertThat(answer).isInstanceOf(Answer.Taken.class);
                }
                assertThat(server.bodies()).hasSize(20);
            }
        }
    }

    @Test
    void aServerThatRefusesAllConnectionsDoesNotBlockTheLane() throws Exception {
        try (var server = new ScriptedServer(new Script().on("GREETING", "421 4.3.2 full"))) {
            // Given
            SmtpEndpoint endpoint = limited(server, 1, Duration.ofSeconds(60), 10);

            // When
            List<Answer> answers = sending.wait(Multi.createFrom()
                    .range(0, 10)
                    .onItem()
                    .transformToUni(ignored -> send(endpoint))
                    .merge(10)
                    .collect()
                    .asList());

            // Then
            assertThat(answers).hasSize(10).allMatch(answer -> answer instanceof Answer.NotTaken);
            assertThat(sending.client().connections(endpoint)).isZero();
        }
    }

    @Test
    void twentyMegabytesAreStreamedWhole() throws Exception {
        try (var server = new ScriptedServer(new Script())) {
            // Given
            String line = "y".repeat(76) + "\r\n";
            String body = "Subject: big\r\n\r\n" + line.repeat(20_000_000 / line.length());

            // When
            Answer answer = sending.send(Sending.plain(server), Sending.to("anna@example.com"), Sending.message(body));

            // Then
            assertThat(answer).isInstanceOf(Answer.Taken.class);
            assertThat(server.bodies().getFirst()).isEqualTo(body.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private List<Answer> sendMany(ScriptedServer server, int mails) {
        return sending.wait(Multi.createFrom()
                .range(0, mails)
                .onItem()
                .transformToUni(ignored -> send(Sending.plain(server)))
                .merge(16)
                .collect()
                .asList());
    }

    private Uni<Answer> send(SmtpEndpoint endpoint) {
        return sending.client().send(endpoint, Sending.to("anna@example.com"), Sending.anyMessage());
    }

    private static SmtpEndpoint limited(ScriptedServer server, int connections, Duration idle, int mails) {
        return new SmtpEndpoint(
                "localhost",
                server.port(),
                SmtpMode.NONE,
                new SmtpCredentials.None(),
                new SmtpPoolLimits(connections, idle, mails));
    }
}
