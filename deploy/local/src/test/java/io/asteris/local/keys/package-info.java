/** Tests of the package of the same name. */
@NullMarked
package io.asteris.local.keys;

import org.jspecify.annotations.NullMarked;
