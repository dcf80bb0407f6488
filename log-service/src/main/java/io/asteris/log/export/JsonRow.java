package io.asteris.log.export;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.asteris.contract.Json;
import io.asteris.contract.content.Body;
import io.asteris.log.entry.LogEntry;
import org.jspecify.annotations.Nullable;

/** A row as JSON: the entry as a list shows it, with the body beside its fields. */
record JsonRow(@JsonUnwrapped LogEntry entry, @Nullable Body body) {
    static byte[] of(Row row) {
        return Json.write(row.body() == null ? row.entry() : new JsonRow(row.entry(), row.body()));
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "row of " + entry.id();
    }
}
