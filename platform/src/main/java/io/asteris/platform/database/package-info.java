/**
 * The one way to PostgreSQL: pools per role, the transaction of a site, the database's clock, migrations at start. What is
 * stored belongs to the services; the outbox has its own package.
 */
@NullMarked
package io.asteris.platform.database;

import org.jspecify.annotations.NullMarked;
