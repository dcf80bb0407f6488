/**
 * Sending a closed message again, alone or with many: a new message with the original's content under an id of its own, ordered
 * at the gateway. What is sent then is decided there and in the dispatcher, by today's settings.
 */
@NullMarked
package io.asteris.log.resend;

import org.jspecify.annotations.NullMarked;
