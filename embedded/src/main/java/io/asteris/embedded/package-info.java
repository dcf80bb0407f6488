/**
 * A real PostgreSQL and a real Kafka broker, unpacked and run from Maven artefacts, for the local set and for tests.
 * What Asteris keeps in them (tables, events) does not live here; only the database, its roles and the topics' names
 * and shapes do.
 */
@NullMarked
package io.asteris.embedded;

import org.jspecify.annotations.NullMarked;
