/** The preset {@code mailgun}: Mailgun's v3 Messages: a multipart form. Tags beyond the three that it takes, or beyond ASCII, stay with us; the variable {@code asteris_message_id} comes back in its events. */
@NullMarked
package io.asteris.dispatcher.provider.mailgun;

import org.jspecify.annotations.NullMarked;
