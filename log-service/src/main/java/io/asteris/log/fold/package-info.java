/**
 * What is known of one message as a set of facts, and what follows from the set: status, answer, recipients, timeline. Pure:
 * neither the database nor the wire is known here, and the order in which facts came plays no part.
 */
@NullMarked
package io.asteris.log.fold;

import org.jspecify.annotations.NullMarked;
