package io.asteris.dispatcher.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.contract.RecipientField;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Multipart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingTest {
    @Test
    void aPlainMessageHasOurHeadersAndItsText() {
        assertThat(new Rendered()
                        .replyTo("help@example.org")
                        .recipient(RecipientField.TO, "Anna", "anna@example.com")
                        .recipient(RecipientField.CC, "", "ben@example.com")
                        .raw())
                .isEqualTo("""
                        Date: Sun, 1 Mar 2026 09:05:07 +0000
                        From: "Shop" <shop@example.org>
                        Reply-To: help@example.org
                        To: "Anna" <anna@example.com>
                        Cc: ben@example.com
                        Subject: Hello
                        Message-ID: <019a8d2e-7c00-7000-8000-000000000001@example.org>
                        X-Asteris-Message-Id: 019a8d2e-7c00-7000-8000-000000000001
                        MIME-Version: 1.0
                        Content-Type: text/plain; charset=UTF-8
                        Content-Transfer-Encoding: 7bit

                        Hello.
                        """.replace("\n", "\r\n"));
    }

    @Test
    void aBlindCopyStandsNowhere() {
        // When
        String raw = new Rendered()
                .recipient(RecipientField.TO, "Anna", "anna@example.com")
                .recipient(RecipientField.BCC, "Hidden Person", "hidden@example.net")
                .raw();

        // Then
        assertThat(raw).doesNotContainIgnoringCase("bcc").doesNotContain("hidden", "Hidden", "example.net");
    }

    @Test
    void aMessageWithBlindCopiesOnlyStillHasARecipientHeader() {
        assertThat(new Rendered()
                        .recipient(RecipientField.BCC, "", "hidden@example.net")
                        .raw())
                .contains("\r\nTo: undisclosed-recipients:;\r\n");
    }

    @Test
    void theUnsubscribeAddressIsNeitherEncodedNorFolded() {
        // Given
        String url = "https://shop.example/u/" + "x".repeat(400) + "?a=%20b&c=d";

        // When
        String raw = new Rendered().unsubscribe(url).raw();

        // Then
        assertThat(raw).contains("\r\nList-Unsubscribe: <" + url + ">\r\n");
        assertThat(raw).contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    }

    @Test
    void theCallersOwnUnsubscribeHeaderIsKeptWholeUnlessOursStands() {
        // Given
        var message = new Rendered().header("List-Unsubscribe", "<mailto:u@example.org>, <https://example.org/u>");

        // Then
        assertThat(message.unfolded()).contains("List-Unsubscribe: <mailto:u@example.org>, <https://example.org/u>");
        assertThat(message.unsubscribe("https://shop.example/u").unfolded())
                .containsOnlyOnce("List-Unsubscribe:")
                .contains("List-Unsubscribe: <https://shop.example/u>");
    }

    @Test
    void htmlWithoutTextGetsAPlainPart() {
        // When
        var body = (Multipart) new Rendered()
                .body("<p>Hello <b>Anna</b>,</p><p>see <a href=\"https://shop.example/o/1\">your order</a>.</p>", null)
                .parsed()
                .getBody();

        // Then
        assertThat(body.getSubType()).isEqualTo("alternative");
        assertThat(body.getBodyParts()).extracting(Entity::getMimeType).containsExactly("text/plain", "text/html");
        assertThat(MimeReading.text(body.getBodyParts().getFirst()))
                .isEqualTo("Hello Anna,\r\n\r\nsee your order (https://shop.example/o/1).\r\n");
    }

    @Test
    void inlineImagesAreRelatedToTheHtmlAndOtherFilesAreMixed() {
        // When
        var mixed = (Multipart) new Rendered()
                .body("<img src=\"cid:logo@shop\">", "Logo")
                .attachment("logo.png", "image/png", "logo@shop", new byte[] {1, 2, 3})
                .attachment("bill.pdf", "application/pdf", null, new byte[] {4, 5})
                .parsed()
                .getBody();

        // Then
        assertThat(MimeReading.outline(mixed))
                .isEqualTo("mixed(alternative(text/plain related(text/html image/png)) application/pdf)");
        Entity image = MimeReading.find(mixed, "image/png");
        assertThat(image.getDispositionType()).isEqualTo("inline");
        assertThat(image.getHeader().getField("Content-ID").getBody()).isEqualTo("<logo@shop>");
        assertThat(MimeReading.octets(image)).containsExactly(1, 2, 3);
    }

    @Test
    void anAttachedMessageTravelsAsOctets() {
        // When
        var body = (Multipart) new Rendered()
                .attachment("old.eml", "message/rfc822", null, "From: x\n\ny".getBytes(StandardCharsets.UTF_8))
                .parsed()
                .getBody();

        // Then
        assertThat(body.getBodyParts().getLast().getMimeType()).isEqualTo("application/octet-stream");
    }

    @Test
    void anInternationalAddressShowsAsTextWithoutSmtpUtf8AndInUtf8WithIt() {
        // Given
        var message = new Rendered()
                .recipient(RecipientField.TO, "Ünal", "ünal@example.com")
                .message();

        // When
        String ascii = new String(Rendered.bytes(message), StandardCharsets.UTF_8);
        String utf8 = new String(Rendered.bytes((RenderedMessage) message.asSmtpUtf8()), StandardCharsets.UTF_8);

        // Then
        assertThat(ascii.chars()).allMatch(c -> c < 0x80);
        assertThat(ascii).contains(" :;\r\n").doesNotContain("@example.com");
        assertThat(utf8).contains("<ünal@example.com>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x@example.net", "a\nb", "a\rb", "a\u0000b", "a\u007fb", "a\u0085b", "a\ud800b"})
    void aControlCharacterInAnyHeaderIsRefused(String poison) {
        for (Rendered message : List.of(
                new Rendered().subject(poison),
                new Rendered().header("X-Note", poison),
                new Rendered().header(poison, "x"),
                new Rendered().header("List-Unsubscribe", poison),
                new Rendered().attachment(poison, "text/plain", null, new byte[1]),
                new Rendered()
                        .attachment("a.txt", "text/plain", poison, new byte[1])
                        .body("<p>x</p>", null))) {
            assertThatThrownBy(message::bytes).isInstanceOf(UnrenderableMessageException.class);
        }
    }

    @Test
    void aPoisonousContentTypeBecomesOctets() {
        // When
        String raw = new Rendered()
                .attachment("a.txt", "text/plain\r\nX-Injected: 1", null, new byte[1])
                .raw();

        // Then
        assertThat(raw).contains("application/octet-stream").doesNotContain("X-Injected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"From", "bcc", "Content-Type", "Message-ID", "X-Asteris-Message-Id", "Resent-To", "Received"})
    void aHeaderOfOursCannotBeSetTwice(String name) {
        assertThatThrownBy(() -> new Rendered().header(name, "x").bytes())
                .isInstanceOf(UnrenderableMessageException.class)
                .hasMessageContaining(name);
    }

    @Test
    void theSizeIsKnownBeforeReadingAndReadingAgainGivesTheSame() {
        for (int size : new int[] {0, 1, 56, 57, 58, 29_183, 29_184, 29_185, 200_000}) {
            // Given
            RenderedMessage message = new Rendered()
                    .attachment("a.bin", "application/octet-stream", null, new byte[size])
                    .message();

            // When
            byte[] once = Rendered.bytes(message);

            // Then
            assertThat(message.size()).isEqualTo(once.length);
            assertThat(Rendered.bytes(message)).isEqualTo(once);
        }
    }
}
