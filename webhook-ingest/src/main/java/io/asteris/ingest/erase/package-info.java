/** Forgetting: what is cleared when a site wants a message or an address forgotten, and what keeps late facts from reviving it. */
@NullMarked
package io.asteris.ingest.erase;

import org.jspecify.annotations.NullMarked;
