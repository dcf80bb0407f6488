package io.asteris.dispatcher.provider.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.dispatcher.mime.UnrenderableMessageException;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.TestMessage;
import io.asteris.dispatcher.provider.api.UnsendableException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendGridMailTest {
    @Test
    void theRequestIsWhatTheOfficialClientWrites() {
        // Given
        String[] captured = AnswerRow.resource("sendgrid-mail-send.txt").split("\n\n", 2);
        JsonObject theirs = new JsonObject(captured[1]);
        var message = new TestMessage()
                .from("F <f@example.com>")
                .replyTo("r@example.com")
                .to("a@example.com")
                .to("Bé <b@example.com>")
                .cc("c@example.com")
                .bcc("d@example.com")
                .subject("Sübject")
                .body("<img src=\"cid:logo\">", "t")
                .header("X-A", "1")
                .attachment("l.png", "image/png", "logo", "x".getBytes(StandardCharsets.UTF_8))
                .tags("asteris");

        // When
        JsonObject ours = json(message.outgoing());

        // Then: the caller's slip contentId, our own Message-ID and our id are the only differences
        theirs.getJsonArray("attachments").getJsonObject(0).remove("contentId");
        theirs.getJsonArray("attachments").getJsonObject(0).put("content_id", "logo");
        theirs.getJsonObject("headers").put("Message-ID", "<" + TestMessage.ID.text() + "@example.com>");
        theirs.getJsonObject("custom_args").put("asteris_message_id", TestMessage.ID.text());
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void theCallIsWhatTheOfficialClientMakes() {
        var call = new SendGridApi("https://api.sendgrid.com", "SG.test", null).send(TestMessage.plain());

        assertThat(call.method().name() + " " + call.target().getPath()).isEqualTo("POST /v3/mail/send");
        assertThat(call.headers())
                .containsEntry("Authorization", "Bearer SG.test")
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Accept", "application/json");
        assertThat(call).asString().doesNotContain("SG.test");
    }

    @Test
    void nothingEmptyIsSent() {
        JsonObject json = json(TestMessage.plain());

        assertThat(json.fieldNames()).doesNotContain("attachments", "categories", "reply_to", "reply_to_list");
        assertThat(personalization(json).fieldNames()).containsExactly("to");
        assertThat(json(new TestMessage().to("a@example.com").body(null, "").outgoing())
                        .getJsonArray("content")
                        .getJsonObject(0)
                        .getString("value"))
                .isNotEmpty();
    }

    @Test
    void anAddressIsNamedOnce() {
        JsonObject json = json(new TestMessage()
                .to("anna@example.com")
                .cc("Anna@example.com")
                .bcc("anna@example.com")
                .outgoing());

        assertThat(personalization(json).fieldNames()).containsExactly("to");
    }

    @Test
    void bccAloneGetsMailsOfTheirOwn() {
        JsonObject json = json(
                new TestMessage().bcc("dave@example.com").bcc("eve@example.com").outgoing());

        assertThat(json.getJsonArray("personalizations")).hasSize(2);
        assertThat(json.getJsonArray("personalizations").getJsonObject(1).encode())
                .contains("eve@example.com")
                .doesNotContain("dave");
    }

    @Test
    void severalReplyAddressesGoIntoTheList() {
        JsonObject json = json(new TestMessage()
                .to("a@example.com")
                .replyTo("r@example.com")
                .replyTo("s@example.com")
                .outgoing());

        assertThat(json.containsKey("reply_to")).isFalse();
        assertThat(json.getJsonArray("reply_to_list")).hasSize(2);
    }

    @Test
    void textThatIsNotAsciiTravelsAsOctets() {
        JsonArray files = json(new TestMessage()
                        .to("a@example.com")
                        .attachment(
                                "a.txt", "text/plain; charset=utf-8", null, "plain".getBytes(StandardCharsets.UTF_8))
                        .attachment("b.txt", "text/plain", null, "grün".getBytes(StandardCharsets.UTF_8))
                        .outgoing())
                .getJsonArray("attachments");

        assertThat(files.getJsonObject(0).getString("type")).isEqualTo("text/plain");
        assertThat(files.getJsonObject(1).getString("type")).isEqualTo("application/octet-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-sg-id", "X-SG-EID"})
    void aReservedHeaderIsRefusedBeforeTheCall(String name) {
        var message = new TestMessage().to("a@example.com").header(name, "1").outgoing();

        assertThatThrownBy(() -> SendGridMail.of(message))
                .isInstanceOf(UnsendableException.class)
                .hasMessageContaining(name);
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeTheCall() {
        var large = new TestMessage()
                .to("a@example.com")
                .attachment("a", "image/png", null, new byte[30_000_001])
                .outgoing();
        var many = new TestMessage().toMany(1_001).outgoing();

        assertThatThrownBy(() -> SendGridMail.of(large))
                .isInstanceOf(UnsendableException.class)
                .hasMessageContaining("30 MB");
        assertThatThrownBy(() -> SendGridMail.of(many))
                .isInstanceOf(UnsendableException.class)
                .hasMessageContaining("1000");
    }

    @Test
    void aLineBreakGetsIntoNoHeaderAndNoFileName() {
        assertThatThrownBy(() -> SendGridMail.of(new TestMessage()
                        .to("a@example.com")
                        .subject("a\r\nBcc: x@example.com")
                        .outgoing()))
                .isInstanceOf(UnrenderableMessageException.class);
        assertThatThrownBy(() -> SendGridMail.of(new TestMessage()
                        .to("a@example.com")
                        .header("X-A", "a\nb")
                        .outgoing()))
                .isInstanceOf(UnrenderableMessageException.class);
        assertThatThrownBy(() -> SendGridMail.of(new TestMessage()
                        .to("a@example.com")
                        .attachment("a\r\nb", "image/png", null, new byte[1])
                        .outgoing()))
                .isInstanceOf(UnrenderableMessageException.class);
    }

    private static JsonObject personalization(JsonObject json) {
        return json.getJsonArray("personalizations").getJsonObject(0);
    }

    private static JsonObject json(Outgoing message) {
        var body = SendGridMail.of(message);
        var all = Buffer.buffer();
        for (Iterator<Buffer> pieces = body.open(); pieces.hasNext(); ) {
            all.appendBuffer(pieces.next());
        }
        assertThat(all.length()).isEqualTo(Math.toIntExact(body.size()));
        return all.toJsonObject();
    }
}
