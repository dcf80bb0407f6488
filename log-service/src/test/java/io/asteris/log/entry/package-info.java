/** Entries as they are stored, without database or wire. */
@NullMarked
package io.asteris.log.entry;

import org.jspecify.annotations.NullMarked;
