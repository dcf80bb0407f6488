/** The preset {@code sendgrid}: SendGrid's v3 Mail Send: JSON, one personalization for all who may see each other. Categories carry the tags; the custom argument {@code asteris_message_id} comes back in its events. */
@NullMarked
package io.asteris.dispatcher.provider.sendgrid;

import org.jspecify.annotations.NullMarked;
