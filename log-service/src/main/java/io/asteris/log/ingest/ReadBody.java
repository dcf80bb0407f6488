package io.asteris.log.ingest;

import io.asteris.platform.content.SealedBlob;
import java.util.List;

/**
 * A body as the log keeps it.
 *
 * @param masked whether secrets in it were masked
 * @param words hashes of its words; empty where the site does not search them
 */
record ReadBody(SealedBlob sealed, boolean masked, List<Long> words) {
    ReadBody {
        words = List.copyOf(words);
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "body of " + sealed.id().message();
    }
}
