/** Changes the master key of a running set. What services do with their keys is theirs; here is only the order of the steps. */
@NullMarked
package io.asteris.local.keys;

import org.jspecify.annotations.NullMarked;
