/** What this instance knows of the sites: their domains, providers and routing, from the compacted topics. */
@NullMarked
package io.asteris.deliverability.site;

import org.jspecify.annotations.NullMarked;
