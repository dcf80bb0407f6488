/**
 * What a service's tests stand on: one real PostgreSQL and one real Kafka for all tests of a JVM, fixed keys, a clock to move,
 * sites with API keys, and eyes on tables and topics. Nothing here runs outside tests.
 */
@NullMarked
package io.asteris.testing;

import org.jspecify.annotations.NullMarked;
