/**
 * The captured inbox: an SMTP server that keeps what it gets and shows it over HTTP, so that a first message goes
 * somewhere without any account. It obeys orders of tests; it never sends anything.
 */
@NullMarked
package io.asteris.local.inbox;

import org.jspecify.annotations.NullMarked;
