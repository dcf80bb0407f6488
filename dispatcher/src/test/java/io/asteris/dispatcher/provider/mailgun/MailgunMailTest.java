package io.asteris.dispatcher.provider.mailgun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.dispatcher.mime.UnrenderableMessageException;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.TestMessage;
import io.asteris.dispatcher.provider.api.UnsendableException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MailgunMailTest {
    @Test
    void theFormIsWhatTheOfficialClientWrites() {
        // Given
        String captured = AnswerRow.resource("mailgun-messages.txt").replace("\r", "");
        String boundary = captured.replaceFirst("(?s)^.*?boundary=(\\S+).*$", "$1");
        Buffer body = Buffer.buffer(captured.split("\n\n", 2)[1].replace("\n", "\r\n"));
        List<FormPart> theirs = new ArrayList<>(FormPart.read("boundary=" + boundary, body));
        var message = new TestMessage()
                .from("F <f@example.com>")
                .replyTo("r@example.com")
                .to("a@example.com")
                .cc("c@example.com")
                .subject("S")
                .body("<b>h</b>", "t")
                .attachment("a.txt", "text/plain", null, "x".getBytes(StandardCharsets.UTF_8))
                .attachment("logo.png", "image/png", "logo.png", "y".getBytes(StandardCharsets.UTF_8))
                .tags("t1", "t2");

        // When
        List<FormPart> ours = parts(message.outgoing());

        // Then: test mode was the caller's wish; our id and our own Message-ID are the only other differences
        theirs.removeIf(part -> part.name().equals("o:testmode") || part.name().equals("v:asteris_message_id"));
        theirs.add(field("v:asteris_message_id", TestMessage.ID.text()));
        theirs.add(field("h:Message-Id", "<" + TestMessage.ID.text() + "@example.com>"));
        assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
    }

    @Test
    void theCallIsWhatTheOfficialClientMakes() {
        var call = new MailgunApi("https://api.mailgun.net", "mg.example.com", "key-test").send(TestMessage.plain());

        assertThat(call.target()).hasToString("https://api.mailgun.net/v3/mg.example.com/messages");
        assertThat(call.headers())
                .containsEntry("Authorization", "Basic YXBpOmtleS10ZXN0")
                .hasEntrySatisfying(
                        "Content-Type", type -> assertThat(type).startsWith("multipart/form-data; boundary="));
    }

    @Test
    void aNameIsQuotedWhereItMustBe() {
        assertThat(values(TestMessage.rich().outgoing(), "from"))
                .containsExactly("\"Größe, Söhne & Co\" <shop@example.org>");
        assertThat(values(TestMessage.rich().outgoing(), "to"))
                .containsExactly("Änne Müller <anna@example.com>", "bob@example.com");
    }

    @Test
    void tagsThatItTakesAreSentAndNoMore() {
        var message = new TestMessage()
                .to("a@example.com")
                .tags("a", "grün", "b", "c", "d")
                .outgoing();

        assertThat(values(message, "o:tag")).containsExactly("a", "b", "c");
    }

    @Test
    void severalReplyAddressesStandInOneHeader() {
        var message = new TestMessage()
                .to("a@example.com")
                .replyTo("r@example.com")
                .replyTo("S <s@example.com>")
                .outgoing();

        assertThat(values(message, "h:Reply-To")).containsExactly("r@example.com, S <s@example.com>");
    }

    @Test
    void bccAloneDoesNotShowThemToEachOther() {
        var message =
                new TestMessage().bcc("dave@example.com").bcc("eve@example.com").outgoing();

        assertThat(values(message, "recipient-variables").getFirst())
                .contains("\"dave@example.com\":{}", "\"eve@example.com\":{}");
    }

    @Test
    void whatBreaksALimitIsRefusedBeforeTheCall() {
        var large = new TestMessage()
                .to("a@example.com")
                .attachment("a", "image/png", null, new byte[25 * 1024 * 1024 + 1]);
        var options = new TestMessage().to("a@example.com");
        for (int i = 0; i < 20; i++) {
            options.header("X-Long-" + i, "x".repeat(900));
        }

        assertUnsendable(large, "25 MB");
        assertUnsendable(options, "16 kB");
        assertUnsendable(new TestMessage().toMany(1_001), "1000 recipients");
        assertUnsendable(new TestMessage().to("a@example.com").header("X-Größe", "1"), "ASCII");
    }

    @Test
    void aLineBreakMakesNoPart() {
        var message = new TestMessage()
                .to("a@example.com")
                .attachment("a\"\r\nX: y", "image/png", null, new byte[1])
                .outgoing();

        assertThatThrownBy(() -> MailgunMail.of(message)).isInstanceOf(UnrenderableMessageException.class);
    }

    private static void assertUnsendable(TestMessage message, String words) {
        assertThatThrownBy(() -> MailgunMail.of(message.outgoing()))
                .isInstanceOf(UnsendableException.class)
                .hasMessageContaining(words);
    }

    private static List<String> values(Outgoing message, String name) {
        return named(message, name).map(FormPart::text).toList();
    }

    private static Stream<FormPart> named(Outgoing message, String name) {
        return parts(message).stream().filter(part -> part.name().equals(name));
    }

    private static FormPart field(String name, String value) {
        return new FormPart(name, "", "", Buffer.buffer(value));
    }

    private static List<FormPart> parts(Outgoing message) {
        MultipartForm form = MailgunMail.of(message);
        var all = Buffer.buffer();
        for (Iterator<Buffer> pieces = form.body().open(); pieces.hasNext(); ) {
            all.appendBuffer(pieces.next());
        }
        assertThat(all.length()).isEqualTo(Math.toIntExact(form.body().size()));
        return FormPart.read(form.contentType(), all);
    }
}
