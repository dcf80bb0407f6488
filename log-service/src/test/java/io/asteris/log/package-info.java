/** Tests of the whole service on a real PostgreSQL and Kafka. */
@NullMarked
package io.asteris.log;

import org.jspecify.annotations.NullMarked;
