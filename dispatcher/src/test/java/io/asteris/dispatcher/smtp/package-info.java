/** Tests of the SMTP client against a scripted server on real sockets, and against a real Postfix where there is one. */
@NullMarked
package io.asteris.dispatcher.smtp;

import org.jspecify.annotations.NullMarked;
