/** What each preset needs in DNS, as data with its source, filled in for one domain. */
@NullMarked
package io.asteris.deliverability.preset;

import org.jspecify.annotations.NullMarked;
