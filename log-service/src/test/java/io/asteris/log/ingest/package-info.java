/** Tests of the ingest against a real PostgreSQL, batch by batch. */
@NullMarked
package io.asteris.log.ingest;

import org.jspecify.annotations.NullMarked;
