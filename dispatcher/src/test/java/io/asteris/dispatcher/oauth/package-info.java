/** Consents and tokens against an authorisation server on loopback. */
@NullMarked
package io.asteris.dispatcher.oauth;

import org.jspecify.annotations.NullMarked;
