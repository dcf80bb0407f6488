/** Tests of how entries are read. */
@NullMarked
package io.asteris.log.entry;

import org.jspecify.annotations.NullMarked;
