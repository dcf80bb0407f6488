/**
 * The accept path: holds a request's octets within bounds, seals its content, stores content, idempotency key and announcement in a
 * commit shared with whoever else waits, and answers once that commit is on the disk. What a request may say is decided elsewhere.
 */
@NullMarked
package io.asteris.gateway.accept;

import org.jspecify.annotations.NullMarked;
