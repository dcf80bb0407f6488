package io.asteris.log.export;

import io.asteris.contract.MessageId;
import io.asteris.log.body.StoredBody;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.LogEntries;
import io.asteris.log.entry.StoredEntry;
import java.util.List;
import java.util.Map;

/**
 * Some rows that are written together, as one piece of the file.
 *
 * @param bodies of these and of other entries
 * @param octets of these entries' bodies in clear
 * @param first whether it has the file's first row
 */
record Part(List<StoredEntry> entries, Map<MessageId, StoredBody> bodies, long octets, boolean first) {
    /** The piece. */
    byte[] written(Order order) {
        Utf8 out = Utf8.ofThread();
        boolean isFirst = first;
        for (StoredEntry stored : entries) {
            order.form().write(row(order, stored.read(order.site())), isFirst, out);
            isFirst = false;
        }
        return out.toArray();
    }

    private Row row(Order order, Entry entry) {
        StoredBody body = bodies.get(entry.message());
        return new Row(
                LogEntries.brief(order.redaction().apply(entry)),
                body == null ? null : body.read().body());
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "part of " + entries.size() + " entries";
    }
}
