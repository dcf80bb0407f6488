/** The log as it grows: entries as they come and change, for those who watch. */
@NullMarked
package io.asteris.log.tail;

import org.jspecify.annotations.NullMarked;
