/** Answers that are sent piece by piece for as long as their client stays, and how many of them there may be at once. */
@NullMarked
package io.asteris.log.stream;

import org.jspecify.annotations.NullMarked;
