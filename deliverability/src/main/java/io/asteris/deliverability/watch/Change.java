package io.asteris.deliverability.watch;

import io.asteris.deliverability.check.DnsReport;
import io.asteris.deliverability.check.RecordReport;
import io.asteris.deliverability.verdict.DnsEntry;
import io.asteris.deliverability.verdict.Verdict;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What two looks at a domain tell together.
 *
 * @param now the later look, with what the earlier one knew wherever the later could not find out
 */
record Change(@Nullable DnsReport before, DnsReport now) {
    private static final int LONGEST = 120;

    static Change between(@Nullable DnsReport before, DnsReport seen) {
        return before == null
                ? new Change(null, seen)
                : new Change(
                        before,
                        new DnsReport(
                                seen.domain(),
                                seen.provider(),
                                seen.preset(),
                                seen.source(),
                                known(before.spf(), seen.spf()),
                                known(before.dkim(), seen.dkim()),
                                known(before.dmarc(), seen.dmarc()),
                                known(before.mx(), seen.mx()),
                                seen.dnssec(),
                                seen.checkedAt()));
    }

    /** A look that found nothing out does not undo one that did. */
    private static RecordReport known(RecordReport before, RecordReport seen) {
        return seen.verdict() == Verdict.UNKNOWN ? before : seen;
    }

    /** Whether anything is different, so that it is kept and told. */
    boolean isOne() {
        return before == null
                || records(before).entrySet().stream().anyMatch(kind -> {
                    RecordReport after = records(now).get(kind.getKey());
                    return kind.getValue().verdict() != after.verdict()
                            || !new HashSet<>(kind.getValue().found()).equals(new HashSet<>(after.found()));
                });
    }

    /** What got worse, before and after; empty when nothing did. */
    Optional<String> drift() {
        if (before == null) {
            return Optional.empty();
        }
        String worse = records(before).entrySet().stream()
                .filter(kind -> records(now)
                        .get(kind.getKey())
                        .verdict()
                        .isWorseThan(kind.getValue().verdict()))
                .map(kind -> words(kind.getKey(), kind.getValue(), records(now).get(kind.getKey())))
                .collect(Collectors.joining("; "));
        return worse.isEmpty() ? Optional.empty() : Optional.of(worse);
    }

    /** Whether something got better and nothing got worse. */
    boolean isBetter() {
        return before != null
                && drift().isEmpty()
                && records(before).entrySet().stream().anyMatch(kind -> kind.getValue()
                        .verdict()
                        .isWorseThan(records(now).get(kind.getKey()).verdict()));
    }

    private static Map<String, RecordReport> records(DnsReport report) {
        Map<String, RecordReport> records = new LinkedHashMap<>();
        records.put("SPF", report.spf());
        records.put("DKIM", report.dkim());
        records.put("DMARC", report.dmarc());
        return records;
    }

    private static String words(String kind, RecordReport before, RecordReport after) {
        return kind + " went from " + before.verdict().word() + " to "
                + after.verdict().word() + ", before: " + text(before.found()) + ", now: " + text(after.found());
    }

    private static String text(List<DnsEntry> entries) {
        if (entries.isEmpty()) {
            return "nothing";
        }
        String all = entries.stream().map(DnsEntry::value).collect(Collectors.joining(" | "));
        return "\"" + (all.length() > LONGEST ? all.substring(0, LONGEST) + "…" : all) + "\"";
    }
}
