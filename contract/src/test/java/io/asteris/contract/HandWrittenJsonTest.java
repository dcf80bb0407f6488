package io.asteris.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Header;
import io.asteris.contract.content.Recipient;
import io.asteris.contract.event.MessageAccepted;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds documents that are written by hand and the records from which they are read together. */
class HandWrittenJsonTest {
    private static final MessageId MESSAGE = MessageId.mint(Instant.parse("2026-03-01T10:00:00.123Z"));
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123456Z");
    private static final SiteId SITE = new SiteId("shop");
    private static final AddressHash HASH = new AddressHash("A".repeat(22));

    static Stream<Record> whole() {
        return Stream.of(
                new Envelope(
                        MESSAGE,
                        SITE,
                        Mailbox.of("\"Größe \\\"x\\\"\" <shop@s.example>"),
                        List.of(Mailbox.of("reply@s.example")),
                        List.of(new Recipient(0, RecipientField.CC, Mailbox.of("Anna <anna@b.example>"))),
                        "Your \"order\" \u2028 €",
                        List.of(new Header("X-A", "b \\ c")),
                        List.of(new AttachmentInfo(1, "größe.pdf", "application/pdf", "logo", 7)),
                        AT,
                        URI.create("https://s.example/u?a=b"),
                        List.of("order")),
                new MessageAccepted(
                        MESSAGE,
                        SITE,
                        MessageKind.RESEND,
                        AT,
                        "woocommerce",
                        List.of("order"),
                        Map.of("a\"b", "c"),
                        7,
                        1,
                        "s.example",
                        List.of(new MessageAccepted.To(3, RecipientField.BCC, HASH, "gmail.com", HASH)),
                        AT,
                        AT,
                        "provider",
                        MESSAGE,
                        OnUnknown.HOLD,
                        true));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void whatIsWrittenByHandIsReadBackWhole(Record document) {
        assertEveryComponentSaysSomething(document);
        Object read = Json.read(Json.write(document), document.getClass());
        assertThat(read).isEqualTo(document);
    }

    @ParameterizedTest
    @MethodSource("bare")
    void whatIsAbsentIsNotWritten(Record document) {
        String json = new String(Json.write(document), StandardCharsets.UTF_8);

        assertThat(json).doesNotContain("null");
        Object read = Json.read(Json.write(document), document.getClass());
        assertThat(read).isEqualTo(document);
    }

    static Stream<Record> bare() {
        return Stream.of(
                new Envelope(
                        MESSAGE,
                        SITE,
                        Mailbox.of("shop@s.example"),
                        List.of(),
                        List.of(),
                        "",
                        List.of(),
                        List.of(new AttachmentInfo(1, "a", "text/plain", null, 0)),
                        AT,
                        null),
                new MessageAccepted(
                        MESSAGE,
                        SITE,
                        MessageKind.SEND,
                        AT,
                        "",
                        List.of(),
                        Map.of(),
                        0,
                        0,
                        "s.example",
                        List.of(new MessageAccepted.To(0, RecipientField.TO, HASH, "other")),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    /** A component that is added later has to be given here, and then the writer has to know it. */
    private static void assertEveryComponentSaysSomething(@Nullable Object value) {
        if (value instanceof Collection<?> many) {
            assertThat(many).isNotEmpty().allSatisfy(one -> assertEveryComponentSaysSomething(one));
        } else if (value instanceof Map<?, ?> map) {
            assertThat(map).isNotEmpty();
        } else if (value instanceof Record record && !(value instanceof Mailbox)) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                assertEveryComponentSaysSomething(of(component, record));
            }
        } else {
            assertThat(value).isNotNull();
        }
    }

    private static @Nullable Object of(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException unreadable) {
            throw new LinkageError(component + " cannot be read", unreadable);
        }
    }
}
