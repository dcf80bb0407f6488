/** The front door: one port on loopback that hands each path to the service that owns it. It changes no request. */
@NullMarked
package io.asteris.local.frontdoor;

import org.jspecify.annotations.NullMarked;
