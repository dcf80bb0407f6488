/** Tests of the package of the same name. */
@NullMarked
package io.asteris.dispatcher.provider.gmail;

import org.jspecify.annotations.NullMarked;
