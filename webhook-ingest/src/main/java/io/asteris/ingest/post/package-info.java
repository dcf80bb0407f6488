/** From the octets of a post to the row that keeps it: bounded, verified, stored, answered. What it says is understood elsewhere. */
@NullMarked
package io.asteris.ingest.post;

import org.jspecify.annotations.NullMarked;
