package io.asteris.log.ingest;

import io.asteris.log.entry.Entry;
import io.asteris.platform.content.SealedBlob;

/** A body that is to be kept with its entry. */
record KeptBody(Entry entry, SealedBlob body) {}
