/** Tests of the SMTP client against a scripted server on real sockets. */
@NullMarked
package io.asteris.dispatcher.smtp;

import org.jspecify.annotations.NullMarked;
