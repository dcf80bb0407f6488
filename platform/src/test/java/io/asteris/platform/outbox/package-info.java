/** Tests of how rows leave the outbox. */
@NullMarked
package io.asteris.platform.outbox;

import org.jspecify.annotations.NullMarked;
