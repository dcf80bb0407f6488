/** What a site wants its log to keep: the document, its table, its paths. What follows for an entry is decided in ingest. */
@NullMarked
package io.asteris.log.settings;

import org.jspecify.annotations.NullMarked;
