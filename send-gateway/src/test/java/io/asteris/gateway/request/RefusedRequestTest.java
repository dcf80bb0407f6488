package io.asteris.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a request is named by its pointer, all of it at once and none of its words. */
class RefusedRequestTest {
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
}
