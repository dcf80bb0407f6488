/** Tests of the service as a whole, over HTTP and Kafka. */
@NullMarked
package io.asteris.ingest;

import org.jspecify.annotations.NullMarked;
