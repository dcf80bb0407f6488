/** Proves the inbox over real sockets. */
@NullMarked
package io.asteris.local.inbox;

import org.jspecify.annotations.NullMarked;
