/** Tests of the fold, without database or wire. */
@NullMarked
package io.asteris.log.fold;

import org.jspecify.annotations.NullMarked;
