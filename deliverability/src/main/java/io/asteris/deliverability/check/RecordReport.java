package io.asteris.deliverability.check;

import io.asteris.deliverability.verdict.DnsEntry;
import io.asteris.deliverability.verdict.Verdict;
import java.util.List;

/**
 * What the check says of one kind of record.
 *
 * @param found the records as published
 * @param expected what the owner is to enter, to the letter
 * @param hint what to do, in a plain sentence; empty when there is nothing to do
 * @param rfc the standard that says so
 */
public record RecordReport(Verdict verdict, List<DnsEntry> found, List<DnsEntry> expected, String hint, String rfc) {
    public RecordReport {
        found = List.copyOf(found);
        expected = List.copyOf(expected);
    }
}
