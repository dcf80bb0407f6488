/** Proves that processes are kept, adopted and stopped, with small real processes. */
@NullMarked
package io.asteris.local.supervise;

import org.jspecify.annotations.NullMarked;
