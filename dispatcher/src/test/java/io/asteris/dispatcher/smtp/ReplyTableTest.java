package io.asteris.dispatcher.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.RecipientAnswer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of providers/smtp.md, "Answers", leads to its class, on the wire and with pipelining on and off. */
class ReplyTableTest {
    private final Sending sending = new Sending(Sending.LONG);

    @AfterEach
    void close() {
        sending.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # step   | reply                                                          | answer
            DOT      | 250 2.0.0 Ok: queued as 4F1A2                                  | TAKEN
            DOT      | 250 OK id=1abc                                                 | TAKEN
            MAIL     | 421 4.3.2 Service shutting down                                | TRANSIENT
            RCPT     | 421 4.7.0 rate of mail too high                                | TRANSIENT
            DATA     | 421 4.3.2 Service shutting down                                | TRANSIENT
            DOT      | 421 4.4.2 Bad connection                                       | TRANSIENT
            MAIL     | 451 4.3.0 Try again                                            | TRANSIENT
            RCPT     | 450 4.2.1 Mailbox busy                                         | TRANSIENT
            DATA     | 451 Local error                                                | TRANSIENT
            DOT      | 452 4.3.1 Insufficient storage                                 | TRANSIENT
            RCPT     | 450 4.7.1 Policy says later                                    | THROTTLED
            MAIL     | 451 4.7.650 Deferred                                           | THROTTLED
            RCPT     | 450 4.2.0 Greylisted, see you                                  | THROTTLED
            MAIL     | 454 Throttling failure: Maximum sending rate exceeded          | THROTTLED
            DOT      | 432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded  | THROTTLED
            RCPT     | 452 4.5.3 Too many recipients                                  | TRANSIENT
            GREETING | 554 5.7.1 No service for you                                   | CONFIGURATION
            GREETING | 421 4.3.2 Busy                                                 | TRANSIENT
            EHLO     | 550 5.7.1 Go away                                              | CONFIGURATION
            MAIL     | 530 5.7.0 Must issue a STARTTLS command first                  | CONFIGURATION
            MAIL     | 538 5.7.11 Encryption required                                 | CONFIGURATION
            RCPT     | 530 5.7.1 Authentication required                              | CONFIGURATION
            MAIL     | 550 5.7.60 Client does not have permissions to send as this    | CONFIGURATION
            MAIL     | 553 5.7.1 Sender address rejected: not owned by user           | CONFIGURATION
            RCPT     | 550 5.1.8 Sender address rejected: Domain not found            | CONFIGURATION
            RCPT     | 550 5.1.1 No such user                                         | RECIPIENT
            RCPT     | 551 5.1.6 User has moved                                       | RECIPIENT
            RCPT     | 553 5.1.2 Bad domain                                           | RECIPIENT
            RCPT     | 550 5.1.10 Null MX                                             | RECIPIENT
            RCPT     | 550 No such user                                               | RECIPIENT
            RCPT     | 550 5.4.1 Recipient address rejected: Access denied            | RECIPIENT
            RCPT     | 554 5.7.1 Relaying denied                                      | PERMANENT
            RCPT     | 550 5.7.26 DMARC                                               | PERMANENT
            DOT      | 554 5.7.1 Blocked by policy                                    | PERMANENT
            RCPT     | 552 5.2.2 Mailbox full                                         | TRANSIENT
            RCPT     | 452 4.2.2 Mailbox full                                         | TRANSIENT
            DOT      | 552 5.2.2 Mailbox full                                         | TRANSIENT
            MAIL     | 552 5.3.4 Message size exceeds fixed limit                     | PERMANENT
            MAIL     | 552 Too big                                                    | PERMANENT
            DOT      | 552 5.2.3 Message too big                                      | PERMANENT
            DOT      | 554 5.6.0 Bad content                                          | PERMANENT
            DATA     | 554 5.5.1 No valid recipients                                  | PERMANENT
            RCPT     | 550 5.4.5 Daily user sending limit exceeded                    | THROTTLED
            DOT      | 550-5.4.5 Daily user sending limit exceeded                    | THROTTLED
            DOT      | 554 5.2.0 STOREDRV.Submission SubmissionQuotaExceeded          | THROTTLED
            RCPT     | 550 4.2.1 The enhanced code rules                              | TRANSIENT
            RCPT     | 450 5.1.1 The enhanced code rules                              | RECIPIENT
            """)
    void aReplyLeadsToItsClass(String step, String reply, String expected) throws Exception {
        for (boolean pipelining : new boolean[] {true, false}) {
            // Given
            String whole = reply.charAt(3) == '-' ? reply + "\r\n550 5.4.5 for today" : reply;
            Script script = new Script().on(step, whole);
            try (var server = new ScriptedServer(pipelining ? script : script.offering("SIZE"))) {
                // When
                Answer answer = sending.send(Sending.plain(server));

                // Then
                assertThat(word(answer))
                        .as("pipelining %s, %s", pipelining, answer)
                        .isEqualTo(expected);
                assertThat(answer.said().code()).isEqualTo(Integer.parseInt(reply.substring(0, 3)));
            }
        }
    }

    private static String word(Answer answer) {
        return switch (answer) {
            case Answer.Taken taken -> "TAKEN";
            case Answer.NotTaken notTaken -> notTaken.cause().name();
            case Answer.Refused refused
            when refused.recipients().isEmpty() -> refused.cause().name();
            case Answer.Refused refused ->
                refused.recipients().getFirst().cause().name();
            case Answer.Unknown unknown -> "UNKNOWN";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "454 4.7.0 Temporary authentication failure, TRANSIENT",
        "454 Throttling failure: Maximum sending rate exceeded, THROTTLED",
        "535 5.7.8 Bad credentials, CONFIGURATION",
        "534 5.7.9 Application-specific password required, CONFIGURATION",
        "530 5.7.0 Must issue STARTTLS first, CONFIGURATION",
        "538 5.7.11 Encryption required, CONFIGURATION"
    })
    void aRefusedSignInIsTheConfigurationsUnlessItPasses(String reply, Cause cause) throws Exception {
        try (var server =
                new ScriptedServer(new Script().alsoOffering("AUTH PLAIN").on("AUTH", reply))) {
            // When
            Answer answer = sending.send(SmtpEndpoint.of(
                    "localhost", server.port(), SmtpMode.NONE, new SmtpCredentials.Password("shop", "s3cret")));

            // Then
            assertThat(answer).isInstanceOfSatisfying(Answer.NotTaken.class, notTaken -> assertThat(notTaken.cause())
                    .isEqualTo(cause));
            assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
        }
    }

    @Test
    void greylistingAsksForFiveMinutes() throws Exception {
        try (var server = new ScriptedServer(new Script().on("RCPT", "451 4.7.1 Greylisting in action"))) {
            assertThat(sending.send(Sending.plain(server)))
                    .isInstanceOfSatisfying(Answer.NotTaken.class, notTaken -> assertThat(notTaken.retryAfter())
                            .isEqualTo(Duration.ofMinutes(5)));
        }
    }

    @Test
    void ofFiveRecipientsTheTakenTheBouncedAndTheDeferredAreToldApart() throws Exception {
        // Given
        Script script = new Script()
                .on("RCPT TO:<gone@", "550 5.1.1 <gone@example.com>: no such user")
                .on("RCPT TO:<busy@", "450 4.2.1 busy");
        for (boolean pipelining : new boolean[] {true, false}) {
            try (var server = new ScriptedServer(pipelining ? script : script.offering("SIZE"))) {
                // When
                Answer answer = sending.send(
                        Sending.plain(server),
                        Sending.to(
                                "a@example.com",
                                "gone@example.com",
                                "b@example.com",
                                "busy@example.com",
                                "c@example.com"),
                        Sending.anyMessage());

                // Then
                assertThat(answer).isInstanceOf(Answer.Taken.class);
                assertThat(answer.recipients())
                        .extracting(RecipientAnswer::position)
                        .containsExactly(1, 3);
                RecipientAnswer gone = answer.recipient(1).orElseThrow();
                assertThat(gone.isRefused()).isTrue();
                assertThat(gone.suppresses()).isTrue();
                assertThat(gone.said().line()).isEqualTo("550 5.1.1 <***@example.com>: no such user");
                assertThat(answer.recipient(3).orElseThrow().isRefused()).isFalse();
                assertThat(answer.recipient(0)).isEmpty();
            }
        }
    }

    @Test
    void tooManyRecipientsDefersTheRestToBeSentAtOnce() throws Exception {
        try (var server = new ScriptedServer(new Script().on("RCPT TO:<late@", "452 4.5.3 Too many recipients"))) {
            // When
            Answer answer = sending.send(
                    Sending.plain(server), Sending.to("early@example.com", "late@example.com"), Sending.anyMessage());

            // Then
            assertThat(answer).isInstanceOf(Answer.Taken.class);
            assertThat(answer.recipient(1).orElseThrow().retryAfter()).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void aRefusedDataKeepsWhatWasSaidOfTheRecipients() throws Exception {
        // Given
        Script script =
                new Script().on("RCPT TO:<gone@", "550 5.1.1 no such user").on("DOT", "451 4.3.0 try again");
        try (var server = new ScriptedServer(script)) {
            // When
            Answer answer = sending.send(
                    Sending.plain(server), Sending.to("gone@example.com", "b@example.com"), Sending.anyMessage());

            // Then
            assertThat(answer).isInstanceOf(Answer.NotTaken.class);
            assertThat(answer.recipient(0).orElseThrow().suppresses()).isTrue();
        }
    }

    @Test
    void allRecipientsRefusedIsRefusedAndTheConnectionServesTheNextMail() throws Exception {
        for (boolean pipelining : new boolean[] {true, false}) {
            // Given
            Script script =
                    new Script().on("RCPT TO:<gone@", "550 5.1.1 no such user").on("DATA", "354 go");
            script = pipelining ? script : script.offering("SIZE");
            script.refusingDataWithoutRecipients();
            try (var server = new ScriptedServer(script)) {
                // When
                Answer first =
                        sending.send(Sending.plain(server), Sending.to("gone@example.com"), Sending.anyMessage());
                Answer second = sending.send(Sending.plain(server));

                // Then
                assertThat(first).isInstanceOf(Answer.Refused.class);
                assertThat(second).isInstanceOf(Answer.Taken.class);
                assertThat(server.connections()).isEqualTo(1);
                assertThat(server.commands()).containsOnlyOnce("RSET");
            }
        }
    }

    @Test
    void allRecipientsOfAMixedLotRefusedIsAskedAgainForThoseThatPass() throws Exception {
        // Given
        Script script = new Script().on("RCPT TO:<gone@", "550 5.1.1 no").on("RCPT TO:<busy@", "450 4.2.1 busy");
        try (var server = new ScriptedServer(script)) {
            // When
            Answer answer = sending.send(
                    Sending.plain(server), Sending.to("gone@example.com", "busy@example.com"), Sending.anyMessage());

            // Then
            assertThat(answer).isInstanceOfSatisfying(Answer.NotTaken.class, notTaken -> assertThat(notTaken.cause())
                    .isEqualTo(Cause.TRANSIENT));
            assertThat(answer.recipient(0).orElseThrow().isRefused()).isTrue();
            assertThat(answer.recipient(1).orElseThrow().isRefused()).isFalse();
        }
    }
}
