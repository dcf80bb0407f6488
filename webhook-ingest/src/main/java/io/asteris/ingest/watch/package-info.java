/** What happens by the clock: providers that fell silent, addresses that expire, reports that waited in vain, rows past their time. */
@NullMarked
package io.asteris.ingest.watch;

import org.jspecify.annotations.NullMarked;
