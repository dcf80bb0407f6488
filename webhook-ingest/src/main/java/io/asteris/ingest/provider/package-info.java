/**
 * What the providers' posts have in common: how they are verified and read, the one vocabulary of events, and the table that says
 * what follows from which. Each provider's own form lives in a package of its own below.
 */
@NullMarked
package io.asteris.ingest.provider;

import org.jspecify.annotations.NullMarked;
