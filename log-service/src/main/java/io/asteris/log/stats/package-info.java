/**
 * How much mail of which kind there was in each hour, counted as the log learns of it. The counts are kept apart from the
 * entries, so that no question about them reads the log.
 */
@NullMarked
package io.asteris.log.stats;

import org.jspecify.annotations.NullMarked;
