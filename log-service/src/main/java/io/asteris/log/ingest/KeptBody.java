package io.asteris.log.ingest;

import io.asteris.log.entry.Entry;

/** A body that is to be kept with its entry. */
record KeptBody(Entry entry, ReadBody body) {}
