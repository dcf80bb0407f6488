/** Tests: what falls when, and what never does. */
@NullMarked
package io.asteris.log.retention;

import org.jspecify.annotations.NullMarked;
