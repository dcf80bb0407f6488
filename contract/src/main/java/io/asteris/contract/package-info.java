/**
 * Ids and addresses as value types with their rules, and the words that travel between services. Behaviour of a service, and
 * anything that needs a framework beyond JSON annotations, does not belong here.
 */
@NullMarked
package io.asteris.contract;

import org.jspecify.annotations.NullMarked;
