/**
 * Hears what providers report about mail, and keeps the list of addresses that are not written to. Sending does not belong here.
 */
@NullMarked
package io.asteris.ingest;

import org.jspecify.annotations.NullMarked;
