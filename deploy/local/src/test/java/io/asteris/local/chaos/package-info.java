/** Tests of the package of the same name. */
@NullMarked
package io.asteris.local.chaos;

import org.jspecify.annotations.NullMarked;
