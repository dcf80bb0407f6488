/**
 * Where a message stands and what may become of it: pure types without database, clock or provider. Storing them is the
 * delivery package's.
 */
@NullMarked
package io.asteris.dispatcher.state;

import org.jspecify.annotations.NullMarked;
