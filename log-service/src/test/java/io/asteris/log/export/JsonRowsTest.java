package io.asteris.log.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Body;
import io.asteris.log.entry.LogEntry;
import io.asteris.log.fold.RecipientStatus;
import io.asteris.log.fold.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Rows are written by hand, and yet say what the API says. */
class JsonRowsTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final MessageId ID = MessageId.mint(START);

    private static final LogEntry RICH = new LogEntry(
            ID,
            new SiteId("one"),
            Status.BOUNCED,
            START,
            START.plusMillis(1_234),
            "Anna <anna@one.example>",
            List.of("b@two.example", "ü@müller.example"),
            List.of("c@two.example"),
            List.of("d@two.example"),
            "Line\nbreak, \"quote\", ✓ \u0001 \\ </script>",
            "woocommerce",
            "main",
            "550 no such user",
            "250 ok",
            List.of("one", "two"),
            Map.of("order", "7\t"),
            List.of(
                    new LogEntry.Attachment("a.pdf", "application/pdf", null, 12),
                    new LogEntry.Attachment("logo.png", "image/png", "logo", 1L << 40)),
            2_048,
            MessageId.mint(START.minusSeconds(9)),
            true,
            List.of(
                    new LogEntry.Recipient("b@two.example", RecipientField.TO, RecipientStatus.BOUNCED, "no such user"),
                    new LogEntry.Recipient(null, RecipientField.BCC, RecipientStatus.SENT, null)),
            null,
            null,
            null,
            null,
            null,
            null);

    private static final LogEntry SPARSE = new LogEntry(
            ID,
            new SiteId("one"),
            Status.QUEUED,
            START,
            START,
            null,
            List.of(),
            List.of(),
            List.of(),
            null,
            "api",
            null,
            null,
            null,
            List.of(),
            Map.of(),
            List.of(),
            0,
            null,
            false,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null);

    @Test
    void aRowIsWhatTheApiWritesOfTheEntry() {
        assertThat(line(new Row(RICH, null))).isEqualTo(api(RICH));
        assertThat(line(new Row(SPARSE, null))).isEqualTo(api(SPARSE));
    }

    @Test
    void aBodyStandsBesideTheFieldsOfItsEntry() {
        var body = new Body("<p>Hello \"you\"</p>", null);

        String line = line(new Row(SPARSE, body));

        String entry = api(SPARSE);
        assertThat(line)
                .isEqualTo(
                        entry.substring(0, entry.length() - 1) + ",\"body\":{\"html\":\"<p>Hello \\\"you\\\"</p>\"}}");
    }

    @Test
    void aRowThatIsNotTheFirstIsSeparatedFromTheOneBefore() {
        var row = new Row(SPARSE, null);
        String entry = api(SPARSE);

        assertThat(written(new JsonForm(), row, true)).isEqualTo("\n" + entry);
        assertThat(written(new JsonForm(), row, false)).isEqualTo(",\n" + entry);
        assertThat(written(new NdjsonForm(), row, true)).isEqualTo(entry + "\n");
        assertThat(written(new NdjsonForm(), row, false)).isEqualTo(entry + "\n");
    }

    @Property(tries = 1_000)
    void anyTextIsReadAsItWas(@ForAll("texts") String text) throws IOException {
        var out = new Utf8();

        JsonRows.write(new Row(SPARSE, new Body(text, "x" + text)), out);

        JsonNode body = new ObjectMapper().readTree(out.toArray()).at("/body");
        assertThat(body.at("/html").textValue()).isEqualTo(text);
        assertThat(body.at("/text").textValue()).isEqualTo("x" + text);
    }

    @Test
    void halfACharacterIsAQuestionMark() {
        assertThat(line(new Row(SPARSE, new Body("a\uD83Db\uDE00", null)))).contains("{\"html\":\"a?b?\"}");
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

    private static String line(Row row) {
        return written(new NdjsonForm(), row, false).stripTrailing();
    }

    private static String written(Form form, Row row, boolean first) {
        var out = new Utf8();
        form.write(row, first, out);
        return text(out.toArray());
    }

    private static String api(LogEntry entry) {
        return text(Json.write(entry));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
