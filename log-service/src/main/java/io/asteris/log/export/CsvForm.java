package io.asteris.log.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.asteris.contract.content.Body;
import io.asteris.log.entry.LogEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Comma-separated values (RFC 4180) that a spreadsheet does not take for formulas. */
record CsvForm(boolean withBody) implements Form {
    private static final List<String> COLUMNS = List.of(
            "id",
            "created_at",
            "updated_at",
            "status",
            "from",
            "to",
            "cc",
            "bcc",
            "subject",
            "source",
            "provider",
            "error",
            "answer",
            "tags",
            "attachments",
            "size",
            "resend_of",
            "possible_duplicate");
    private static final List<String> BODY_COLUMNS = List.of("html", "text");

    /** A cell that begins so is a formula, or becomes one when a program strips what stands before it (OWASP, CSV injection). */
    private static final String FORMULA = "=+-@\t\r\n";

    @Override
    public String type() {
        return "text/csv; charset=utf-8; header=present";
    }

    @Override
    public String ending() {
        return "csv";
    }

    @Override
    public byte[] beginning() {
        var columns = new ArrayList<>(COLUMNS);
        if (withBody) {
            columns.addAll(BODY_COLUMNS);
        }
        return written(csv -> csv.writeRecord(columns));
    }

    @Override
    public byte[] rows(List<Row> rows, long first) {
        var moments = new Moments();
        return written(csv -> rows.forEach(row -> csv.writeRecord(cells(row, moments))));
    }

    @Override
    public byte[] end(Summary summary) {
        return new byte[0];
    }

    private List<String> cells(Row row, Moments moments) {
        LogEntry entry = row.entry();
        var cells = new ArrayList<String>(COLUMNS.size() + BODY_COLUMNS.size());
        cells.add(entry.id().text());
        cells.add(moments.text(entry.createdAt()));
        cells.add(moments.text(entry.updatedAt()));
        cells.add(entry.status().word());
        cells.add(safe(entry.from()));
        cells.add(safe(String.join(", ", entry.to())));
        cells.add(safe(String.join(", ", entry.cc())));
        cells.add(safe(String.join(", ", entry.bcc())));
        cells.add(safe(entry.subject()));
        cells.add(safe(entry.source()));
        cells.add(safe(entry.provider()));
        cells.add(safe(entry.error()));
        cells.add(safe(entry.answer()));
        cells.add(safe(String.join(", ", entry.tags())));
        cells.add(safe(
                entry.attachments().stream().map(LogEntry.Attachment::filename).collect(Collectors.joining(", "))));
        cells.add(Long.toString(entry.size()));
        cells.add(entry.resendOf() == null ? "" : entry.resendOf().text());
        cells.add(Boolean.toString(entry.possibleDuplicate()));
        if (withBody) {
            Body body = row.body();
            cells.add(safe(body == null ? null : body.html()));
            cells.add(safe(body == null ? null : body.text()));
        }
        return cells;
    }

    private static String safe(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return FORMULA.indexOf(text.charAt(0)) < 0 ? text : '\'' + text;
    }

    private static byte[] written(Consumer<CsvWriter> lines) {
        var octets = new ByteArrayOutputStream();
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(octets, StandardCharsets.UTF_8)) {
            lines.accept(csv);
        } catch (IOException impossible) {
            throw new UncheckedIOException("an array takes all that is written", impossible);
        }
        return octets.toByteArray();
    }
}
