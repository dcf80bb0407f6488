/** Tests of the package of this name. */
@NullMarked
package io.asteris.dispatcher.settings;

import org.jspecify.annotations.NullMarked;
