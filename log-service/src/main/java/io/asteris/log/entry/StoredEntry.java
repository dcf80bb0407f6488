package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.vertx.mutiny.sqlclient.Row;

/** An entry as the database gave it, its facts still packed. */
public final class StoredEntry {
    private final Row row;

    StoredEntry(Row row) {
        this.row = row;
    }

    /** The message it is about. */
    public MessageId message() {
        return EntryColumns.message(row);
    }

    /** What it says, to the site that asked for it. */
    public Entry read(SiteId site) {
        return EntryColumns.readSeen(row, site);
    }
}
