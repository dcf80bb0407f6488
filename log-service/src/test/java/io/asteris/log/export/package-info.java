/** Tests of the forms of a file, without database or wire. */
@NullMarked
package io.asteris.log.export;

import org.jspecify.annotations.NullMarked;
