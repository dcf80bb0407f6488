package io.asteris.dispatcher.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.mime.MessageRenderer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text of a message can end it early and start another one, as SMTP smuggling does (CVE-2023-51764 and its family). */
class SmugglingTest {
    private static final String SECOND =
            "MAIL FROM:<evil@example.net>%1$sRCPT TO:<victim@example.net>%1$sDATA%1$sSubject: smuggled%1$s%1$sx%1$s.%1$s";

    private final Sending sending = new Sending(Sending.LONG);

    @AfterEach
    void close() {
        sending.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n.\r\n",
                "\n.\n",
                "\r.\r",
                "\n.\r\n",
                "\r\n.\n",
                "\r\n.\r",
                "\r.\n",
                "\n.\r",
                "\r\r\n.\r\r\n",
                "\r\n\u0000.\r\n",
                "\r\n..\r\n",
                "\r\n.\u0000\r\n"
            })
    void anEndOfDataInTheTextIsText(String end) throws Exception {
        // Given
        String lineEnd = end.substring(end.lastIndexOf('.') + 1);
        String text = "before" + end + SECOND.formatted(lineEnd) + "after\r\n";
        for (Body body : List.of(new Body(null, text), new Body("<p>" + text + "</p>", null), new Body(text, text))) {
            try (var server = new ScriptedServer(new Script())) {
                // When
                Answer answer = sending.send(
                        Sending.plain(server),
                        Sending.to("anna@example.com"),
                        MessageRenderer.render(envelope(), body, List.of()));

                // Then
                assertThat(answer).isInstanceOf(Answer.Taken.class);
                assertThat(server.bodies()).hasSize(1);
                assertThat(server.commands()).containsOnlyOnce("DATA").noneMatch(command -> command.contains("evil"));
                byte[] received = server.bodies().getFirst();
                assertThat(new String(received, StandardCharsets.ISO_8859_1).replace("\r\n", ""))
                        .doesNotContain("\r", "\n");
                assertThat(lastText(received))
                        .contains("before")
                        .contains("after")
                        .contains("evil@example.net");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n.\r\n", "\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n"})
    void evenOctetsThatNobodyRenderedCannotEndTheMessage(String end) throws Exception {
        try (var server = new ScriptedServer(new Script())) {
            // When
            sending.send(
                    Sending.plain(server),
                    Sending.to("anna@example.com"),
                    Sending.message("Subject: x" + end + SECOND.formatted("\n")));

            // Then
            assertThat(server.bodies()).hasSize(1);
            assertThat(server.commands()).containsOnlyOnce("DATA");
        }
    }

    private static String lastText(byte[] received) throws Exception {
        Message message = new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(received));
        var body = message.getBody() instanceof Multipart parts
                ? parts.getBodyParts().getLast().getBody()
                : message.getBody();
        return new String(((SingleBody) body).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Envelope envelope() {
        return new Envelope(
                MessageId.mint(Instant.EPOCH),
                new SiteId("shop"),
                Mailbox.of(Sending.SHOP),
                List.of(),
                List.of(new Recipient(0, RecipientField.TO, Mailbox.of(EmailAddress.of("anna@example.com")))),
                "hello",
                List.of(),
                List.of(),
                Instant.EPOCH,
                null);
    }
}
