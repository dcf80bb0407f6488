/**
 * Forgetting before retention does: one entry by its id, or everything about one address. What must not come back is remembered
 * for as long as late facts can come.
 */
@NullMarked
package io.asteris.log.erase;

import org.jspecify.annotations.NullMarked;
