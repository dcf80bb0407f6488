/** The list of addresses that are not written to: how one joins and leaves it, how it is searched, brought in and taken out. */
@NullMarked
package io.asteris.ingest.suppression;

import org.jspecify.annotations.NullMarked;
