/**
 * Entries as they are stored and as they are shown: columns, pages, one entry with its attempts and timeline. Writing them is
 * ingest's.
 */
@NullMarked
package io.asteris.log.entry;

import org.jspecify.annotations.NullMarked;
