/** Tests of the package of this name. */
@NullMarked
package io.asteris.dispatcher.routing;

import org.jspecify.annotations.NullMarked;
