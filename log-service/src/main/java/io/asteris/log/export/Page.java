package io.asteris.log.export;

import io.asteris.contract.MessageId;
import io.asteris.log.body.StoredBody;
import io.asteris.log.entry.StoredEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Entries that were read together, with those of their bodies that were asked for and are kept, all of it still packed.
 *
 * @param entries oldest first
 */
record Page(List<StoredEntry> entries, Map<MessageId, StoredBody> bodies) {
    /** Entries that are unfolded and written together; fewer where their bodies have more than so many octets. */
    private static final int TOGETHER = 200;

    private static final int OCTETS = 128 * 1024;

    /**
     * Cuts it into what is written together.
     *
     * @param first whether it is the first page of its file
     */
    List<Part> parts(boolean first) {
        var parts = new ArrayList<Part>(Math.ceilDiv(entries.size(), TOGETHER));
        int from = 0;
        long octets = 0;
        for (int i = 0; i < entries.size(); i++) {
            octets += bodies.isEmpty() ? 0 : octets(entries.get(i).message());
            int beyond = i + 1;
            if (beyond - from == TOGETHER || octets > OCTETS || beyond == entries.size()) {
                parts.add(new Part(entries.subList(from, beyond), bodies, octets, first && from == 0));
                from = beyond;
                octets = 0;
            }
        }
        return parts;
    }

    private long octets(MessageId message) {
        StoredBody body = bodies.get(message);
        return body == null ? 0 : body.length();
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "page of " + entries.size() + " entries";
    }
}
