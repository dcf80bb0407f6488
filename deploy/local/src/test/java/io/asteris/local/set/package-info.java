/** Proves the life of a whole set, with real PostgreSQL and Kafka around small stand-ins for the services. */
@NullMarked
package io.asteris.local.set;

import org.jspecify.annotations.NullMarked;
