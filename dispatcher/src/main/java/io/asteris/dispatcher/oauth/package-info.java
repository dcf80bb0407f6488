/**
 * Consents and tokens of providers that are authorised by their owner (RFC 6749, 7636): asked for, kept sealed, renewed on a clock
 * by one dispatcher at a time, and given to calls. What a token is used for lives with each provider.
 */
@NullMarked
package io.asteris.dispatcher.oauth;

import org.jspecify.annotations.NullMarked;
