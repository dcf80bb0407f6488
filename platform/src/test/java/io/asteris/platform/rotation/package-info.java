/** Tests of the package of the same name. */
@NullMarked
package io.asteris.platform.rotation;

import org.jspecify.annotations.NullMarked;
