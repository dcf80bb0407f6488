package io.asteris.ingest.suppression;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.SuppressionChanged.Reason;
import io.asteris.ingest.Audit;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings in addresses as they come, a thousand a transaction and no faster than they are told; a line that cannot be taken is reported and keeps nothing back. The
 * first line names the columns ({@code email} or {@code address}, {@code reason}, {@code expires_at}; others are ignored); without
 * such a line the first column is the address.
 */
@ApplicationScoped
class CsvImport {
    private static final int LONGEST_ROW = 64 * 1024;
    private static final int MOST_REPORTED = 1_000;
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final List<String> ADDRESS = List.of("email", "address", "e-mail", "recipient");

    private final Outbox outbox;
    private final SuppressionStore store;
    private final Pace pace;
    private final Audit audit;
    private final DatabaseClock clock;

    CsvImport(Outbox outbox, SuppressionStore store, Pace pace, Audit audit, DatabaseClock clock) {
        this.outbox = outbox;
        this.store = store;
        this.pace = pace;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What came of an import.
     *
     * @param imported addresses that are on the list now, those that were before among them
     * @param refused the first thousand refused lines
     * @param refusedCount all of them
     */
    record Report(long imported, List<Refused> refused, long refusedCount) {}

    /** A line that was not taken; the reason never repeats it. */
    record Refused(long line, String reason) {}

    /** Reads to the end; blocks. */
    Report read(InputStream csv, SiteId scope, String by) {
        var running = new Running(scope, by);
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .detectBomHeader(true)
                .maxBufferSize(LONGEST_ROW)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            reader.forEach(running::take);
        } catch (CsvParseException broken) {
            running.flush();
            throw new ProblemException(
                    ProblemType.UNREADABLE,
                    "The CSV breaks off in line " + (running.line + 1) + "; the " + running.imported
                            + " addresses before it are on the list.");
        } catch (IOException | UncheckedIOException lost) {
            throw new ProblemException(ProblemType.UNREADABLE, "The CSV did not arrive to its end.");
        }
        running.flush();
        return new Report(running.imported, running.refused, running.refusedCount);
    }

    /** One import under way. */
    private final class Running {
        private final SiteId scope;
        private final String by;
        private final List<Addition> batch = new ArrayList<>();
        private final List<Refused> refused = new ArrayList<>();
        private @Nullable Columns columns;
        private long imported;
        private long refusedCount;
        private long line;
        private boolean heard = true;

        Running(SiteId scope, String by) {
            this.scope = scope;
            this.by = by;
        }

        void take(CsvRecord row) {
            line = row.getStartingLineNumber();
            if (columns == null) {
                Optional<Columns> named = Columns.named(row.getFields());
                columns = named.orElse(Columns.BARE);
                if (named.isPresent()) {
                    return;
                }
            }
            if (row.getFields().stream().allMatch(String::isBlank)) {
                return;
            }
            try {
                batch.add(addition(row.getFields(), columns));
            } catch (IllegalArgumentException wrong) {
                refuse(String.valueOf(wrong.getMessage()));
            }
            if (batch.size() >= Pace.SLICE) {
                flush();
            }
        }

        private Addition addition(List<String> fields, Columns at) {
            String reason = at.of(fields, at.reason());
            String expires = at.of(fields, at.expires());
            return new Addition(
                    scope,
                    ListedAddress.of(EmailAddress.of(guardless(at.of(fields, at.address())))),
                    reason.isEmpty() ? Reason.MANUAL : SuppressionForm.reason(reason.toLowerCase(Locale.ROOT)),
                    expires.isEmpty() ? null : SuppressionForm.expiry(expires, clock.now()),
                    Optional.empty());
        }

        private void refuse(String reason) {
            refusedCount++;
            if (refused.size() < MOST_REPORTED) {
                refused.add(new Refused(line, reason));
            }
        }

        void flush() {
            if (batch.isEmpty()) {
                return;
            }
            // Once the broker is away, the rest is kept without waiting for it.
            heard = heard && pace.room().await().atMost(BOUND);
            List<Addition> part = List.copyOf(batch);
            batch.clear();
            Uni<Void> written = scope.equals(SiteId.ALL)
                    ? outbox.asWorker(open -> write(open, part))
                    : outbox.inSite(scope, open -> write(open, part));
            written.await().atMost(BOUND);
            imported += part.size();
        }

        private Uni<Void> write(OutboxTransaction open, List<Addition> part) {
            return audit.lock(open.connection(), scope)
                    .chain(() -> store.add(open.connection(), part))
                    .invoke(changed -> changed.forEach(one -> one.event().ifPresent(open::tell)))
                    .chain(changed -> audit.write(
                            open.connection(),
                            List.of(new Audit.Line(
                                    scope,
                                    by,
                                    "imported",
                                    null,
                                    changed.size() + " new or changed of " + part.size() + ", to line " + line))));
        }
    }

    /** An export of ours guards cells that a spreadsheet would compute with a quote. */
    private static String guardless(String cell) {
        return cell.startsWith("'") && cell.length() > 1 && CsvExport.isGuarded(cell.charAt(1))
                ? cell.substring(1)
                : cell;
    }

    /** Which column is what. */
    private record Columns(int address, int reason, int expires) {
        static final Columns BARE = new Columns(0, -1, -1);

        static Optional<Columns> named(List<String> head) {
            List<String> names = head.stream()
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .toList();
            return ADDRESS.stream()
                    .filter(names::contains)
                    .findFirst()
                    .map(name ->
                            new Columns(names.indexOf(name), names.indexOf("reason"), names.indexOf("expires_at")));
        }

        String of(List<String> fields, int column) {
            return column >= 0 && column < fields.size() ? fields.get(column).strip() : "";
        }
    }
}
