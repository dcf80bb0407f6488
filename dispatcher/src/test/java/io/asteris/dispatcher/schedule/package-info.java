/** Tests of the package of this name. */
@NullMarked
package io.asteris.dispatcher.schedule;

import org.jspecify.annotations.NullMarked;
