/** Reading the bodies that the log keeps, and remembering who did. Writing them is ingest's. */
@NullMarked
package io.asteris.log.body;

import org.jspecify.annotations.NullMarked;
