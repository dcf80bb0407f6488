/**
 * From the facts on the topics to entries in the tables: batches, what is read of the content, the fold's transaction, the
 * partitions it writes to. What a fact means is decided in fold.
 */
@NullMarked
package io.asteris.log.ingest;

import org.jspecify.annotations.NullMarked;
