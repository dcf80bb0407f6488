/**
 * Keeps a set of named processes running: starts, adopts, restarts and stops them. It knows nothing of mail, databases or
 * brokers; a process is a name, a command, an environment and a question that tells whether it is ready.
 */
@NullMarked
package io.asteris.local.supervise;

import org.jspecify.annotations.NullMarked;
