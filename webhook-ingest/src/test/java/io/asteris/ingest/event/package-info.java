/** Tests of what follows from posts and facts. */
@NullMarked
package io.asteris.ingest.event;

import org.jspecify.annotations.NullMarked;
