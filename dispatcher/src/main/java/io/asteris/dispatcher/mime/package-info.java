/**
 * Makes the octets of a message (RFC 5322, RFC 2045 to 2049, RFC 2231) from its parts. Who gets them over which wire is
 * no concern of this package; envelope and transport live elsewhere.
 */
@NullMarked
package io.asteris.dispatcher.mime;

import org.jspecify.annotations.NullMarked;
