/** Tests of what happens by the clock. */
@NullMarked
package io.asteris.ingest.watch;

import org.jspecify.annotations.NullMarked;
