package io.asteris.ingest.suppression;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.asteris.contract.SiteId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes a site's list as CSV (RFC 4180), a page of the database at a time. */
@ApplicationScoped
class CsvExport {
    private static final int PAGE = 1_000;
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final SuppressionList list;

    CsvExport(SuppressionList list) {
        this.list = list;
    }

    /** Writes to the end; blocks. */
    void write(SiteId site, OutputStream out) throws IOException {
        CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.CRLF)
                .build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        csv.writeRecord(
                "email",
                "reason",
                "scope",
                "created_at",
                "expires_at",
                "provider",
                "event",
                "event_at",
                "message",
                "code",
                "text");
        SuppressionQuery.Place after = null;
        List<Suppression> rows;
        do {
            rows = list.page(site, new SuppressionQuery("", after, PAGE - 1, false))
                    .await()
                    .atMost(BOUND)
                    .rows();
            for (Suppression row : rows) {
                csv.writeRecord(cells(row));
                after = SuppressionQuery.Place.of(row);
            }
        } while (rows.size() == PAGE);
        csv.flush();
    }

    private static List<String> cells(Suppression row) {
        Suppression.Event event = row.event();
        return java.util.stream.Stream.of(
                        row.email(),
                        row.reason().word(),
                        row.scope().word(),
                        row.createdAt(),
                        row.expiresAt(),
                        event == null ? null : event.provider(),
                        event == null ? null : event.event(),
                        event == null ? null : event.at(),
                        event == null ? null : event.message(),
                        event == null ? null : event.code(),
                        event == null ? null : event.text())
                .map(CsvExport::cell)
                .toList();
    }

    /** A cell that a spreadsheet would take for a formula gets a quote before it. */
    private static String cell(@Nullable Object value) {
        String text = Objects.toString(value, "");
        return !text.isEmpty() && isGuarded(text.charAt(0)) ? "'" + text : text;
    }

    static boolean isGuarded(char first) {
        return "=+-@\t\r\n".indexOf(first) >= 0;
    }
}
