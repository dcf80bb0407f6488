/** Tests of the package of the same name. */
@NullMarked
package io.asteris.dispatcher.provider.microsoft365;

import org.jspecify.annotations.NullMarked;
