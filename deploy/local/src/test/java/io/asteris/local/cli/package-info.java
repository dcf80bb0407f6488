/** Proves what a person reads after a wrong command. */
@NullMarked
package io.asteris.local.cli;

import org.jspecify.annotations.NullMarked;
