/**
 * From a committed change to a published event: rows written in the transaction of the change, published at once from memory,
 * deleted after the broker's acknowledgement, and a sweep for what a crash left behind.
 */
@NullMarked
package io.asteris.platform.outbox;

import org.jspecify.annotations.NullMarked;
