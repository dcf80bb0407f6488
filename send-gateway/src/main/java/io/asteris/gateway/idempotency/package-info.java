/**
 * Makes a repeated post answer what the first was answered: the key as it is read, the fingerprint of a request, the rows that
 * remember both, repeats that run at the same time. Storing the row belongs to the shared commit.
 */
@NullMarked
package io.asteris.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
