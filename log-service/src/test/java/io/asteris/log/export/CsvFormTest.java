package io.asteris.log.export;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Body;
import io.asteris.log.entry.LogEntry;
import io.asteris.log.fold.Status;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows as comma-separated values are written by hand, and yet as a library writes them. */
class CsvFormTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final MessageId ID = MessageId.mint(START);
    private static final int SUBJECT = 8;

    @Property(tries = 1_000)
    void aRowIsWhatTheLibraryWritesOfItsCells(
            @ForAll("texts") String subject, @ForAll("texts") String html, @ForAll("texts") String tag) {
        String row = written(entry(subject, List.of(tag, "two")), new Body(html, null));

        assertThat(row)
                .isEqualTo(library(List.of(
                        ID.text(),
                        START.toString(),
                        START.plusMillis(7).toString(),
                        "queued",
                        "",
                        "a@one.example, b@one.example",
                        "",
                        "c@one.example",
                        safe(subject),
                        "api",
                        "",
                        "",
                        "",
                        safe(tag + ", two"),
                        "a.pdf, b.pdf",
                        "12",
                        ID.text(),
                        "true",
                        safe(html),
                        "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "=\"a\",b", "-\u00fc\n"})
    void noCellIsTakenForAFormula(String text) {
        CsvRecord row = CsvReader.builder().ofCsvRecord(written(entry(text, List.of()), new Body(text, text))).stream()
                .findFirst()
                .orElseThrow();

        assertThat(row.getField(SUBJECT)).isEqualTo("'" + text);
        assertThat(row.getFields()).endsWith("'" + text, "'" + text);
    }

    @Test
    void theFirstLineNamesTheColumnsOfARow() {
        String file = text(new CsvForm(false).beginning())
                + written(new CsvForm(false), new Row(entry("Hello", List.of()), null));
        String withBodies = text(new CsvForm(true).beginning());

        var row =
                CsvReader.builder().ofNamedCsvRecord(file).stream().findFirst().orElseThrow();
        assertThat(row.getField("subject")).isEqualTo("Hello");
        assertThat(row.getField("possible_duplicate")).isEqualTo("true");
        assertThat(row.getHeader()).hasSameSizeAs(row.getFields());
        assertThat(withBodies).endsWith(",possible_duplicate,html,text\r\n");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("a \",\r\n\t=+-@'\u00fc\u2713").ofMaxLength(8),
                Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(20));
    }

    private static LogEntry entry(String subject, List<String> tags) {
        return new LogEntry(
                ID,
                new SiteId("one"),
                Status.QUEUED,
                START,
                START.plusMillis(7),
                null,
                List.of("a@one.example", "b@one.example"),
                List.of(),
                List.of("c@one.example"),
                subject,
                "api",
                null,
                null,
                null,
                tags,
                Map.of(),
                List.of(
                        new LogEntry.Attachment("a.pdf", "application/pdf", null, 12),
                        new LogEntry.Attachment("b.pdf", "application/pdf", null, 12)),
                12,
                ID,
                true,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static String safe(String text) {
        return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String library(List<String> cells) {
        var text = new StringWriter();
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            csv.writeRecord(cells);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static String written(LogEntry entry, Body body) {
        return written(new CsvForm(true), new Row(entry, body));
    }

    private static String written(Form form, Row row) {
        var out = new Utf8();
        form.write(row, false, out);
        return text(out.toArray());
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
