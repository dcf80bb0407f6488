/** What a person types after {@code ./asteris}: one class per command, each a few lines around the set. */
@NullMarked
package io.asteris.local.cli;

import org.jspecify.annotations.NullMarked;
