package io.asteris.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asteris.contract.OnUnknown;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Header;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    @Test
    void everyFieldIsRead() {
        // Given
        String json = """
                {"from":"My Shop <shop@s.example>","to":["a@b.example","\\"B, C\\" <b@b.example>"],"cc":"c@b.example",
                 "bcc":["d@b.example"],"reply_to":"r@s.example","subject":"Grüße 🎉","html":"<p>Hi</p>","text":"Hi",
                 "headers":{"X-Order":"1042","References":"<1@x.example> <2@x.example>"},
                 "attachments":[{"filename":"Größe.pdf","content":"AAEC","content_type":"application/pdf"},
                                {"filename":"logo.png","content":"AQ==","content_id":"<logo@s>"}],
                 "source":{"type":"plugin","slug":"woocommerce","name":"WooCommerce"},"tags":["order","order","new"],
                 "metadata":{"order":1042,"vip":true},"scheduled_at":"2026-03-01T12:00:00+01:00",
                 "expires_at":"2026-03-02T00:00:00Z","unsubscribe_url":"https://s.example/u?x=1","sensitive":true,
                 "on_unknown":"hold","provider":"main"}""";
        // When
        SendRequest request = Requests.message(json);
        // Then
        assertThat(request.from().text()).isEqualTo("\"My Shop\" <shop@s.example>");
        assertThat(request.recipients())
                .extracting(
                        recipient -> recipient.position() + recipient.field().word())
                .containsExactly("0to", "1to", "2cc", "3bcc");
        assertThat(request.replyTo()).hasSize(1);
        assertThat(request.subject()).isEqualTo("Grüße 🎉");
        assertThat(request.body().html()).isEqualTo("<p>Hi</p>");
        assertThat(request.headers())
                .containsExactly(
                        new Header("X-Order", "1042"), new Header("References", "<1@x.example> <2@x.example>"));
        assertThat(request.attachments().getFirst().content()).containsExactly(0, 1, 2);
        assertThat(request.attachments().getFirst().info().filename()).isEqualTo("Größe.pdf");
        assertThat(request.attachments().getLast().info().contentType()).isEqualTo("image/png");
        assertThat(request.attachments().getLast().info().contentId()).isEqualTo("logo@s");
        assertThat(request.source()).isEqualTo("woocommerce");
        assertThat(request.tags()).containsExactly("order", "new");
        assertThat(request.metadata()).containsEntry("order", "1042").containsEntry("vip", "true");
        assertThat(request.scheduledAt()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(request.sensitive()).isTrue();
        assertThat(request.onUnknown()).isEqualTo(OnUnknown.HOLD);
        assertThat(request.provider()).isEqualTo("main");
        assertThat(request.size()).isEqualTo(9 + 2 + 3 + 1);
    }

    @Test
    void anAddressThatStandsTwiceKeepsItsFirstPlace() {
        // When
        SendRequest request =
                Requests.message("{\"to\":\"a@b.example\",\"cc\":[\"A@B.example\",\"c@b.example\"],\"text\":\"x\"}");
        // Then
        assertThat(request.recipients())
                .extracting(recipient ->
                        recipient.field() + " " + recipient.mailbox().text())
                .containsExactly(RecipientField.TO + " a@b.example", RecipientField.CC + " c@b.example");
    }

    @Test
    void nullIsTheSameAsAbsent() {
        SendRequest request = Requests.messageWith(
                ",\"cc\":null,\"html\":null,\"headers\":null,\"attachments\":null,"
                        + "\"tags\":null,\"metadata\":null,\"source\":null,\"expires_at\":null,\"sensitive\":null,\"provider\":null");
        assertThat(request.recipients()).hasSize(1);
        assertThat(request.source()).isEmpty();
    }

    @Test
    void base64IsReadWithTheEscapesOfJsonWriters() {
        // Given
        byte[] octets = new byte[100_000];
        new Random(7).nextBytes(octets);
        String base64 = Base64.getEncoder().encodeToString(octets);
        // When
        SendRequest plain = attached(base64);
        SendRequest escaped =
                attached(base64.replace("/", "\\/").replace("+", "\\u002b").replace("=", "\\u003d"));
        SendRequest folded =
                attached(Base64.getMimeEncoder().encodeToString(octets).replace("\r\n", "\\r\\n"));
        // Then
        assertThat(plain.attachments().getFirst().content()).isEqualTo(octets);
        assertThat(escaped.attachments().getFirst().content()).isEqualTo(octets);
        assertThat(folded.attachments().getFirst().content()).isEqualTo(octets);
    }

    private static SendRequest attached(String base64) {
        return Requests.messageWith(",\"attachments\":[{\"content\":\"" + base64 + "\",\"filename\":\"a.bin\"}]");
    }

    @Test
    void jsonOfAnotherUnicodeFormIsReadToo() {
        byte[] utf16 = Requests.json(",\"attachments\":[{\"filename\":\"a\",\"content\":\"AQID\"}]")
                .getBytes(StandardCharsets.UTF_16BE);
        assertThat(RequestReader.message(utf16, Requests.RULES)
                        .attachments()
                        .getFirst()
                        .content())
                .containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"to\":",
                "{\"to\":\"a@b.example\"",
                "{'to':1}",
                "{\"to\":\"a@b.example\"}}",
                "{\"to\":\"a@b.example\"} x",
                "{\"subject\":\"\\x\"}",
                "{\"subject\":\"a\nb\"}",
                "{\"tags\":[1,]}",
                "nul"
            })
    void whatIsNoJsonIsUnreadable(String json) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Requests.message(json))
                .returns(ProblemType.UNREADABLE, ProblemException::type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"to\":\"a@b.example\",\"to\":\"c@b.example\"} | /to",
                "{\"headers\":{\"X-A\":\"1\",\"X-A\":\"2\"}} | /headers/X-A",
                "{\"attachments\":[{\"filename\":\"a\",\"filename\":\"b\"}]} | /attachments/0/filename"
            })
    void aRepeatedFieldIsUnreadableAndNamed(String json, String pointer) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> Requests.message(json));
        assertThat(problem.type()).isEqualTo(ProblemType.UNREADABLE);
        assertThat(problem.errors()).extracting(FieldError::pointer).containsExactly(pointer);
    }

    @Test
    void depthIsBounded() {
        String deep = Requests.json(",\"x\":" + "[".repeat(40) + "]".repeat(40));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Requests.message(deep))
                .returns(ProblemType.UNREADABLE, ProblemException::type);
    }
}
