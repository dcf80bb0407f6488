/**
 * What providers that are called over HTTP share. {@link io.asteris.dispatcher.provider.api.Api} is what one of them is: requests and
 * the meaning of answers, as values; {@link io.asteris.dispatcher.provider.api.ApiProvider} makes the one call. Beside them what a
 * status means by itself, how long to wait, what a call without an answer means, bodies made while they are sent, other origins.
 * Nothing here knows a provider by name.
 */
@NullMarked
package io.asteris.dispatcher.provider.api;

import org.jspecify.annotations.NullMarked;
