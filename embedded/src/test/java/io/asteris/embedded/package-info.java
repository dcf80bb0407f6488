/** Proves that both servers keep what they acknowledged, over kills and restarts. */
@NullMarked
package io.asteris.embedded;

import org.jspecify.annotations.NullMarked;
