/**
 * Takes mail from client sites: reads and checks it, resolves the sender, stores it durably, announces it. Owns the sites, their
 * keys and their senders. How mail leaves the house, and what becomes of it, is other services' business.
 */
@NullMarked
package io.asteris.gateway;

import org.jspecify.annotations.NullMarked;
