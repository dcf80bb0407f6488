/**
 * The paths by which mail comes in: {@code /send}, {@code /send/batch}, {@code /test}, and taking a message back. HTTP and nothing
 * else: reading, accepting and waiting are done by the packages of those names.
 */
@NullMarked
package io.asteris.gateway.send;

import org.jspecify.annotations.NullMarked;
