/**
 * Reads what callers post, token by token and strictly, into requests in which everything is checked. Nothing here knows the
 * sender's defaults, a store or a clock; what becomes of a request is decided elsewhere.
 */
@NullMarked
package io.asteris.gateway.request;

import org.jspecify.annotations.NullMarked;
