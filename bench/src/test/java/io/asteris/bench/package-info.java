/** Tests of the bench's arithmetic; nothing here looks at a clock. */
@NullMarked
package io.asteris.bench;

import org.jspecify.annotations.NullMarked;
