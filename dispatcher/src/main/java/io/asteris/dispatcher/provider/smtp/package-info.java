/** The preset {@code smtp}: its settings and the call. The protocol is the smtp package's, the octets the mime package's. */
@NullMarked
package io.asteris.dispatcher.provider.smtp;

import org.jspecify.annotations.NullMarked;
