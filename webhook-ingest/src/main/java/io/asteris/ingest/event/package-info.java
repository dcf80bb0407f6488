/**
 * From a kept post to its effects, in a transaction of its own: understood, told apart from repeats, matched with the message it is
 * about, applied to the list, published.
 */
@NullMarked
package io.asteris.ingest.event;

import org.jspecify.annotations.NullMarked;
