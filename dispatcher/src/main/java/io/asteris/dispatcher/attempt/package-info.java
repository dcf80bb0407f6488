/** What a provider said to an attempt, whatever way it was asked. How it was asked lives with each provider. */
@NullMarked
package io.asteris.dispatcher.attempt;

import org.jspecify.annotations.NullMarked;
