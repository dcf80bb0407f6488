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
import java.util.Collections;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "unknown":1                                   | /unknown
                    "a/b~c":1                                     | /a~1b~0c
                    "cc":7                                        | /cc
                    "cc":{"a":"b"}                                | /cc
                    "cc":["x@b.example",7]                        | /cc/1
                    "cc":"no address"                             | /cc
                    "cc":"x@b.example, y@b.example"               | /cc
                    "cc":"a\\r\\nBcc: e@x.example <x@b.example>"  | /cc
                    "bcc":["a%0d%0ab <x@b.example>"]              | /bcc/0
                    "reply_to":["x@b.example",null,"nope"]        | /reply_to/2
                    "html":7                                      | /html
                    "html":"a\\u0000b"                            | /html
                    "html":"\\ud800"                              | /html
                    "html":"x\\udc00x"                            | /html
                    "headers":[]                                  | /headers
                    "headers":{"X-A":7}                           | /headers/X-A
                    "headers":{"X-A":"a\\nb"}                     | /headers/X-A
                    "headers":{"X-A":"a\\u0000"}                  | /headers/X-A
                    "headers":{"X A":"1"}                         | /headers/X A
                    "headers":{"X:A":"1"}                         | /headers/X:A
                    "headers":{"":"1"}                            | /headers/
                    "headers":{"X-\\u00e9":"1"}                   | /headers/X-é
                    "headers":{"BCC":"x@b.example"}               | /headers/BCC
                    "headers":{"From":"x@b.example"}              | /headers/From
                    "headers":{"sender":"x@b.example"}            | /headers/sender
                    "headers":{"Content-Type":"text/html"}        | /headers/Content-Type
                    "headers":{"content-foo":"1"}                 | /headers/content-foo
                    "headers":{"Message-ID":"<1@x>"}              | /headers/Message-ID
                    "headers":{"MIME-Version":"1.0"}              | /headers/MIME-Version
                    "headers":{"DKIM-Signature":"1"}              | /headers/DKIM-Signature
                    "headers":{"Return-Path":"1"}                 | /headers/Return-Path
                    "headers":{"Received":"1"}                    | /headers/Received
                    "headers":{"Date":"1"}                        | /headers/Date
                    "headers":{"X-SES-Tag":"1"}                   | /headers/X-SES-Tag
                    "headers":{"x-smtpapi":"1"}                   | /headers/x-smtpapi
                    "headers":{"X-Mailgun-Tag":"1"}               | /headers/X-Mailgun-Tag
                    "headers":{"X-Asteris-Message-Id":"1"}        | /headers/X-Asteris-Message-Id
                    "headers":{"Reply-To":"x@b.example"}          | /headers/Reply-To
                    "headers":{"X-A":"1","x-a":"2"}               | /headers/x-a
                    "attachments":{}                              | /attachments
                    "attachments":["x"]                           | /attachments/0
                    "attachments":[{"content":"AQ=="}]            | /attachments/0/filename
                    "attachments":[{"filename":"a"}]              | /attachments/0/content
                    "attachments":[{"filename":"a","content":7}]  | /attachments/0/content
                    "attachments":[{"filename":"a","content":"?"}] | /attachments/0/content
                    "attachments":[{"filename":"a","content":"A"}] | /attachments/0/content
                    "attachments":[{"filename":"a","content":"A\\/A\\/A"}] | /attachments/0/content
                    "attachments":[{"filename":"a","content":"\\u00e9"}] | /attachments/0/content
                    "attachments":[{"filename":"a\\r\\nb","content":"AQ=="}] | /attachments/0/filename
                    "attachments":[{"filename":"a\\u0000","content":"AQ=="}] | /attachments/0/filename
                    "attachments":[{"filename":"\\ud800","content":"AQ=="}] | /attachments/0/filename
                    "attachments":[{"filename":"a","content":"AQ==","x":1}] | /attachments/0/x
                    "attachments":[{"filename":"a","content":"AQ==","content_type":"png"}] | /attachments/0/content_type
                    "attachments":[{"filename":"a","content":"AQ==","content_type":"a/b\\r\\nX: y"}] | /attachments/0/content_type
                    "attachments":[{"filename":"a","content":"AQ==","content_type":"multipart/mixed"}] | /attachments/0/content_type
                    "attachments":[{"filename":"a","content":"AQ==","content_id":"a b"}] | /attachments/0/content_id
                    "attachments":[{"filename":"a","content":"AQ==","content_id":"x"},{"filename":"b","content":"AQ==","content_id":"x"}] | /attachments/1/content_id
                    "source":7                                    | /source
                    "source":{"type":"fish","slug":"x"}           | /source/type
                    "source":{"slug":"x","y":1}                   | /source/y
                    "source":{}                                   | /source
                    "source":"a@b.example"                        | /source
                    "tags":"x"                                    | /tags
                    "tags":[7]                                    | /tags/0
                    "tags":["ok","of a@b.example"]                | /tags/1
                    "metadata":[]                                 | /metadata
                    "metadata":{"k":{"n":1}}                      | /metadata/k
                    "metadata":{"k":"a@b.example"}                | /metadata/k
                    "metadata":{"a@b.example":"v"}                | /metadata/a@b.example
                    "metadata":{"k":"a\\nb"}                      | /metadata/k
                    "scheduled_at":"tomorrow"                     | /scheduled_at
                    "scheduled_at":1772360130                     | /scheduled_at
                    "scheduled_at":"2026-03-09T10:15:30Z"         | /scheduled_at
                    "expires_at":"2026-03-01T10:15:30Z"           | /expires_at
                    "scheduled_at":"2026-03-02T00:00:00Z","expires_at":"2026-03-01T12:00:00Z" | /expires_at
                    "unsubscribe_url":"http://s.example/u"        | /unsubscribe_url
                    "unsubscribe_url":"https:///u"                | /unsubscribe_url
                    "unsubscribe_url":"https://u:p@s.example/"    | /unsubscribe_url
                    "unsubscribe_url":"https://s.example/ü"       | /unsubscribe_url
                    "unsubscribe_url":"https://s.example/> <x"    | /unsubscribe_url
                    "unsubscribe_url":"https://s.example/","headers":{"List-Unsubscribe":"<x>"} | /headers/List-Unsubscribe
                    "sensitive":"yes"                             | /sensitive
                    "on_unknown":"drop"                           | /on_unknown
                    "provider":"a/b"                              | /provider
                    "provider":7                                  | /provider
                    """)
    void whatBreaksARuleIsNamedByItsPointer(String members, String pointer) {
        // When
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> Requests.messageWith("," + members));
        // Then
        assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
        assertThat(problem.errors()).extracting(FieldError::pointer).containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    []                                          | ~~
                    "text"                                      | ~~
                    7                                           | ~~
                    null                                        | ~~
                    {"text":"x"}                                | /to
                    {"to":[],"text":"x"}                        | /to
                    {"to":[null],"text":"x"}                    | /to
                    {"to":"a@b.example"}                        | /html
                    {"to":"a@b.example","html":"","text":""}    | /html
                    {"to":"a@b.example","text":"x","subject":"a\\r\\nBcc: x"} | /subject
                    {"to":"a@b.example","text":"x","subject":"a\\u0000"}      | /subject
                    {"to":"a@b.example","text":"x","subject":"\\udfff"}       | /subject
                    {"to":"a@b.example","text":"x","subject":"=?utf-8?Q?=0D=0A?="} | /subject
                    {"to":"a@b.example","text":"x","subject":7}               | /subject
                    {"to":"a@b.example","text":"x","from":"nobody"}           | /from
                    {"to":"a@b.example","text":"x","from":["a@b.example"]}    | /from
                    """)
    void aMessageThatLacksOrSpoilsWhatItNeedsIsRefused(String json, String pointer) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> Requests.message(json));
        assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
        assertThat(problem.errors()).extracting(FieldError::pointer).containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource({"50, true", "51, false"})
    void fiftyRecipientsAreTheLimitOverAllFields(int count, boolean taken) {
        // Given
        String many = IntStream.range(1, count)
                .mapToObj(i -> "\"r" + i + "@b.example\"")
                .collect(Collectors.joining(","));
        String json = "{\"to\":[" + many + "],\"bcc\":\"last@b.example\",\"text\":\"x\"}";
        // When
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> Requests.message(json));
        // Then
        assertThat(problem == null).isEqualTo(taken);
        if (problem != null) {
            assertThat(problem.errors()).extracting(FieldError::pointer).containsExactly("/bcc");
        }
    }

    @Test
    void overLongValuesAreRefused() {
        refused(",\"cc\":\"" + "n".repeat(2000) + " <x@b.example>\"", "/cc");
        refused(",\"headers\":{\"X-" + "A".repeat(80) + "\":\"1\"}", "/headers/X-" + "A".repeat(62) + "…");
        refused(",\"headers\":{\"X-A\":\"" + "v".repeat(1000) + "\"}", "/headers/X-A");
        refused(",\"headers\":{\"X-A\":\"" + "v ".repeat(2100) + "\"}", "/headers/X-A");
        refused(",\"headers\":{" + members(51, "X-H%d", "v") + "}", "/headers/X-H50");
        refused(",\"headers\":{" + members(5, "X-H%d", "v ".repeat(2000)) + "}", "/headers");
        refused(",\"tags\":[\"" + "t".repeat(65) + "\"]", "/tags/0");
        refused(",\"tags\":[" + String.join(",", Collections.nCopies(11, "\"t\"")) + "]", "/tags/10");
        refused(",\"metadata\":{\"" + "k".repeat(41) + "\":\"v\"}", "/metadata/" + "k".repeat(41));
        refused(",\"metadata\":{\"k\":\"" + "v".repeat(201) + "\"}", "/metadata/k");
        refused(",\"metadata\":{" + members(21, "k%d", "v") + "}", "/metadata/k20");
        refused(",\"metadata\":{" + members(15, "k%d", "v".repeat(150)) + "}", "/metadata");
        refused(",\"unsubscribe_url\":\"https://s.example/" + "u".repeat(900) + "\"", "/unsubscribe_url");
        refused(
                ",\"attachments\":[{\"filename\":\"" + "f".repeat(256) + "\",\"content\":\"AQ==\"}]",
                "/attachments/0/filename");
        refused(
                ",\"attachments\":["
                        + String.join(",", Collections.nCopies(101, "{\"filename\":\"f\",\"content\":\"AQ==\"}")) + "]",
                "/attachments/100");
    }

    @Test
    void theSubjectHasAtMost998Octets() {
        String json = "{\"to\":\"a@b.example\",\"text\":\"x\",\"subject\":\"%s\"}";
        assertThat(Requests.message(json.formatted("ä".repeat(499))).subject()).hasSize(499);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Requests.message(json.formatted("ä".repeat(499) + "x")))
                .matches(problem -> problem.errors().getFirst().pointer().equals("/subject"));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        ProblemException problem = catchThrowableOfType(
                ProblemException.class,
                () -> Requests.message("{\"cc\":\"x\",\"subject\":7,\"tags\":[1,\"ok\",2],\"what\":{\"a\":[1]}}"));
        assertThat(problem.errors())
                .extracting(FieldError::pointer)
                .containsExactly("/cc", "/subject", "/tags/0", "/tags/2", "/what", "/html");
    }

    @Test
    void theListOfFindingsIsBounded() {
        String many = IntStream.range(0, 60).mapToObj(i -> ",\"x" + i + "\":1").collect(Collectors.joining());
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> Requests.messageWith(many));
        assertThat(problem.errors()).hasSize(Findings.MAX);
    }

    @Test
    void noFindingRepeatsAnAddress() {
        ProblemException problem = catchThrowableOfType(
                ProblemException.class,
                () -> Requests.messageWith(",\"cc\":\"canary..x@b.example\",\"tags\":[\"canary@b.example\"]"));
        assertThat(problem.errors()).hasSize(2).allSatisfy(error -> assertThat(error.detail())
                .doesNotContain("canary"));
    }

    @Test
    void aMessageBeyondTheDecodedLimitIsTooLarge() {
        // Given
        var small = new ReadingRules(Requests.NOW, 1000, Requests.RULES.maxScheduleAhead());
        byte[] text = Requests.json(",\"html\":\"" + "x".repeat(1000) + "\"").getBytes(StandardCharsets.UTF_8);
        byte[] attached = Requests.json(",\"attachments\":[{\"filename\":\"a\",\"content\":\""
                        + Base64.getEncoder().encodeToString(new byte[1000]) + "\"}]")
                .getBytes(StandardCharsets.UTF_8);
        // Then
        for (byte[] body : new byte[][] {text, attached}) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> RequestReader.message(body, small))
                    .returns(ProblemType.TOO_LARGE, ProblemException::type);
        }
    }

    private static void refused(String members, String pointer) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> Requests.messageWith(members));
        assertThat(problem).as(pointer).isNotNull();
        assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
        assertThat(problem.errors()).extracting(FieldError::pointer).containsExactly(pointer);
    }

    private static String members(int count, String name, String value) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + name.formatted(i) + "\":\"" + value + "\"")
                .collect(Collectors.joining(","));
    }
}
