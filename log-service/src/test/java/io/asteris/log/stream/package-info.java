/** Tests of what is sent piece by piece. */
@NullMarked
package io.asteris.log.stream;

import org.jspecify.annotations.NullMarked;
