/**
 * Who is asking, and for which site: API keys checked against this instance's own copy of all sites. Making sites and keys is the
 * gateway's business.
 */
@NullMarked
package io.asteris.platform.auth;

import org.jspecify.annotations.NullMarked;
