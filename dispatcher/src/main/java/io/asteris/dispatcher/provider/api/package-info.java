/** What providers that are called over HTTP share: bodies made of a rendered message, what a failed call means, other origins. */
@NullMarked
package io.asteris.dispatcher.provider.api;

import org.jspecify.annotations.NullMarked;
