/** The preset {@code ses}: Amazon SES, API v2, with raw content: our own MIME goes out as it is, so that headers, inline images and who is shown to whom are ours to decide and Bcc stays in the envelope. Signed by {@link io.asteris.dispatcher.provider.ses.SigV4}. The message tag {@code asteris_message_id} comes back in its events; tags that its alphabet does not allow stay with us. */
@NullMarked
package io.asteris.dispatcher.provider.ses;

import org.jspecify.annotations.NullMarked;
