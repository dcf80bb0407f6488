/**
 * How much a site may send: its limit of accepted messages a minute, held by each instance for itself, and the headers that tell of
 * it. Where the limit comes from is the operator's business.
 */
@NullMarked
package io.asteris.gateway.quota;

import org.jspecify.annotations.NullMarked;
