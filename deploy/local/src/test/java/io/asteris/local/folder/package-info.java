/** Proves what the data folder remembers and refuses. */
@NullMarked
package io.asteris.local.folder;

import org.jspecify.annotations.NullMarked;
