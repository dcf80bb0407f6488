/**
 * What every service needs at its edge, once, by subject: database, crypto, content, http, auth, kafka, outbox, egress. Nothing here
 * knows what mail is or what any single service does.
 */
@NullMarked
package io.asteris.platform;

import org.jspecify.annotations.NullMarked;
