/** Tests of the package of this name. */
@NullMarked
package io.asteris.dispatcher.delivery;

import org.jspecify.annotations.NullMarked;
