/**
 * What every REST answer of the house has in common: strict reading of bodies, one shape of error (RFC 9457), keyset pages and
 * entity tags. Paths and bodies of a single service do not belong here.
 */
@NullMarked
package io.asteris.platform.http;

import org.jspecify.annotations.NullMarked;
