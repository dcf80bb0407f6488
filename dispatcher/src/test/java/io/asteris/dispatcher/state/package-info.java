/** Tests of the package of this name. */
@NullMarked
package io.asteris.dispatcher.state;

import org.jspecify.annotations.NullMarked;
