/**
 * The dispatcher's own copy of the suppression list, by keyed hash, so that a claim can look up every recipient in its own
 * transaction. The list itself, with addresses, is webhook-ingest's.
 */
@NullMarked
package io.asteris.dispatcher.suppression;

import org.jspecify.annotations.NullMarked;
