package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import io.vertx.mutiny.sqlclient.Row;
import java.util.function.Function;

/**
 * What a read wants of each entry.
 *
 * @param columns of table {@code entry}, {@code message} among them
 */
public record Projection<T>(String columns, Function<Row, T> read) {
    /** All of it. */
    public static final Projection<Entry> ENTRY = new Projection<>(EntryColumns.READ, EntryColumns::read);

    /** All of it, read later: for those who read so many that it would hold up the thread of the connection. */
    public static final Projection<StoredEntry> STORED = new Projection<>(EntryColumns.SEEN, StoredEntry::new);

    /** Its id. */
    public static final Projection<MessageId> ID =
            new Projection<>("message", row -> new MessageId(row.getUUID("message")));
}
