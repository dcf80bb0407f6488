/**
 * Takes accepted messages to a provider and records what it said: intake, lanes, attempts, retries; the providers' settings and
 * routing. Search, webhooks and the list of suppressions live in other services.
 */
@NullMarked
package io.asteris.dispatcher;

import org.jspecify.annotations.NullMarked;
