/**
 * Our SMTP client: it carries rendered octets to one server and tells honestly what the server said, recipient by
 * recipient, and whether the final dot was out. Making the octets is the job of the mime package; when to try again and
 * what an answer does to a message is the engine's.
 */
@NullMarked
package io.asteris.dispatcher.smtp;

import org.jspecify.annotations.NullMarked;
