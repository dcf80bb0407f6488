package io.asteris.dispatcher.provider.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.TestMessage;
import io.asteris.dispatcher.provider.api.UnsendableException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SesMailTest {
    @Test
    void theRequestIsWhatTheOfficialClientWrites() {
        // Given
        JsonObject theirs =
                new JsonObject(AnswerRow.resource("ses-send-raw.txt").split("\n\n", 2)[1]);
        var message = new TestMessage().from("f@example.com").to("a@example.com");

        // When
        JsonObject ours = json(message.outgoing(), "asteris-suppressions");

        // Then: the MIME is ours, and the id
        assertThat(mime(ours)).startsWith("Date: ").contains("\r\nFrom: f@example.com\r\n");
        theirs.remove("Content");
        ours.remove("Content");
        theirs.getJsonArray("EmailTags").getJsonObject(0).put("Value", TestMessage.ID.text());
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void aNameInTheFromIsInAsciiAsInTheMime() {
        JsonObject json = json(TestMessage.rich().outgoing(), null);

        assertThat(json.getString("FromEmailAddress")).matches("=\\?UTF-8\\?B\\?\\S+\\?= <shop@example.org>");
        assertThat(json.containsKey("ConfigurationSetName")).isFalse();
    }

    @Test
    void everyLineIsShortAndOfSevenBits() {
        String mime = mime(json(TestMessage.rich().outgoing(), null));

        assertThat(mime.chars()).allMatch(c -> c < 0x80);
        assertThat(mime.lines()).allMatch(line -> line.length() <= 998);
    }

    @Test
    void onlyTagsOfItsAlphabetAreSent() {
        var message = new TestMessage()
                .to("a@example.com")
                .tags("welcome", "order 7", "grün", "a.b", "x_1-2")
                .outgoing();

        assertThat(json(message, null).getJsonArray("EmailTags").encode())
                .contains("{\"Name\":\"tag_1\",\"Value\":\"welcome\"},{\"Name\":\"tag_2\",\"Value\":\"x_1-2\"}")
                .doesNotContain("order", "gr", "a.b");
    }

    @Test
    void whatBreaksALimitIsRefusedBeforeTheCall() {
        assertUnsendable(new TestMessage().toMany(51), "50 recipients");
        assertUnsendable(new TestMessage().to("größe@example.com"), "beyond ASCII");
        assertUnsendable(
                new TestMessage().to("a@example.com").attachment("a", "image/png", null, new byte[31 * 1024 * 1024]),
                "40 MB");
    }

    private static void assertUnsendable(TestMessage message, String words) {
        assertThatThrownBy(() -> SesMail.of(message.outgoing(), null))
                .isInstanceOf(UnsendableException.class)
                .hasMessageContaining(words);
    }

    private static String mime(JsonObject json) {
        return new String(
                Base64.getDecoder()
                        .decode(json.getJsonObject("Content")
                                .getJsonObject("Raw")
                                .getString("Data")),
                StandardCharsets.UTF_8);
    }

    private static JsonObject json(Outgoing message, @Nullable String configurationSet) {
        var body = SesMail.of(message, configurationSet);
        var all = Buffer.buffer();
        for (Iterator<Buffer> pieces = body.open(); pieces.hasNext(); ) {
            all.appendBuffer(pieces.next());
        }
        assertThat(all.length()).isEqualTo(Math.toIntExact(body.size()));
        return all.toJsonObject();
    }
}
