/** Tests of the package of the same name. */
@NullMarked
package io.asteris.dispatcher.provider.api;

import org.jspecify.annotations.NullMarked;
