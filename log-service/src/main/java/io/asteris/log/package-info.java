/**
 * The log of all mail: what became of each message, folded from the facts that the other services announce, and shown to the
 * people of its site. Deciding about a send does not belong here.
 */
@NullMarked
package io.asteris.log;

import org.jspecify.annotations.NullMarked;
