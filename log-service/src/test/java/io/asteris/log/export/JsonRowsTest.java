package io.asteris.log.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asteris.contract.AnswerKind;
import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.RecipientField;
import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Body;
import io.asteris.log.entry.Announcement;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.Letter;
import io.asteris.log.entry.LogEntries;
import io.asteris.log.entry.StoredEntries;
import io.asteris.log.fold.Attempt;
import io.asteris.log.fold.History;
import io.asteris.log.fold.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows are written by hand, and yet say what the API says. */
class JsonRowsTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final MessageId ID = MessageId.mint(START);

    private static final Entry RICH = new Entry(
                    ID,
                    new SiteId("one"),
                    Retention.ofDays(30),
                    true,
                    null,
                    new Letter(
                            "Anna <anna@one.example>",
                            "Line\nbreak, \"quote\", ✓ \u0001 \\ </script>",
                            List.of("b@two.example", "ü@müller.example", "c@two.example"),
                            List.of(
                                    new AttachmentInfo(1, "a.pdf", "application/pdf", null, 12),
                                    new AttachmentInfo(2, "logo.png", "image/png", "logo", 1L << 40))),
                    History.EMPTY)
            .accepted(new Announcement(
                    MessageKind.RESEND,
                    2_048,
                    false,
                    "woocommerce",
                    null,
                    MessageId.mint(START.minusSeconds(9)),
                    List.of(RecipientField.TO, RecipientField.TO, RecipientField.CC, RecipientField.BCC),
                    List.of("one", "two"),
                    Map.of("order \\\" :", "7\t, \"8\" : 9")))
            .knowing(List.of(
                    attempt(1, AnswerKind.UNKNOWN, "timed out"),
                    attempt(2, AnswerKind.TAKEN, "ok"),
                    new Outcome(0, Outcome.Kind.BOUNCED, START.plusMillis(1_234), "main", "no such \"user\"")));

    private static final Entry SPARSE = Entry.empty(ID, new SiteId("one"), Retention.ofDays(30))
            .accepted(new Announcement(MessageKind.SEND, 0, false, "api", null, null, List.of(), List.of(), Map.of()));

    @Test
    void aRowIsWhatTheApiWritesOfTheEntry() {
        assertThat(line(row(RICH, null))).isEqualTo(api(RICH));
        assertThat(line(row(SPARSE, null))).isEqualTo(api(SPARSE));
    }

    @Test
    void aBodyStandsBesideTheFieldsOfItsEntry() {
        var body = new Body("<p>Hello \"you\"</p>", null);

        String line = line(row(SPARSE, body));

        String entry = api(SPARSE);
        assertThat(line)
                .isEqualTo(
                        entry.substring(0, entry.length() - 1) + ",\"body\":{\"html\":\"<p>Hello \\\"you\\\"</p>\"}}");
    }

    @Test
    void aRowThatIsNotTheFirstIsSeparatedFromTheOneBefore() {
        var row = row(SPARSE, null);
        String entry = api(SPARSE);

        assertThat(written(new JsonForm(), row, true)).isEqualTo("\n" + entry);
        assertThat(written(new JsonForm(), row, false)).isEqualTo(",\n" + entry);
        assertThat(written(new NdjsonForm(), row, true)).isEqualTo(entry + "\n");
        assertThat(written(new NdjsonForm(), row, false)).isEqualTo(entry + "\n");
    }

    @Property(tries = 1_000)
    void anyTextIsReadAsItWas(@ForAll("texts") String text) throws IOException {
        var out = new Utf8();

        JsonRows.write(row(SPARSE, new Body(text, "x" + text)), out);

        JsonNode body = new ObjectMapper().readTree(out.toArray()).at("/body");
        assertThat(body.at("/html").textValue()).isEqualTo(text);
        assertThat(body.at("/text").textValue()).isEqualTo("x" + text);
    }

    @Test
    void halfACharacterIsAQuestionMark() {
        assertThat(line(row(SPARSE, new Body("a\uD83Db\uDE00", null)))).contains("{\"html\":\"a?b?\"}");
    }

    @Property
    void numbersAndIdsAreWrittenAsTheJdkDoes(@ForAll long number, @ForAll long most, @ForAll long least) {
        var id = new UUID(most, least);
        var out = new Utf8();

        out.number(number);
        out.octet(' ');
        out.uuid(id);

        assertThat(text(out.toArray())).isEqualTo(number + " " + id);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(40),
                Arbitraries.strings().withCharRange('\ue000', '\uffff').ofMaxLength(40),
                Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(40),
                Arbitraries.strings().alpha().ofMaxLength(40).map(text -> text + "\uD83D\uDE00" + text));
    }

    private static Row row(Entry entry, @Nullable Body body) {
        return Row.of(StoredEntries.of(entry), UnaryOperator.identity(), body);
    }

    private static Attempt attempt(int number, AnswerKind answer, String text) {
        return new Attempt(
                number,
                "main",
                START.plusMillis(number),
                20,
                answer,
                null,
                null,
                null,
                text,
                null,
                number > 1,
                List.of());
    }

    private static String line(Row row) {
        return written(new NdjsonForm(), row, false).stripTrailing();
    }

    private static String written(Form form, Row row, boolean first) {
        var out = new Utf8();
        form.write(row, first, out);
        return text(out.toArray());
    }

    private static String api(Entry entry) {
        return text(Json.write(LogEntries.brief(entry)));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
