/** Proves who gets which request. */
@NullMarked
package io.asteris.local.frontdoor;

import org.jspecify.annotations.NullMarked;
