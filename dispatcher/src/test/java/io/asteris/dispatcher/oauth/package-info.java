/** Consents and tokens against an authorisation server on loopback. */
@org.jspecify.annotations.NullMarked
package io.asteris.dispatcher.oauth;
