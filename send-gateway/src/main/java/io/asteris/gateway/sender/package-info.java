/**
 * In whose name a site's mail goes out: the settings behind {@code /sender}, and how they turn a request's From, name and Reply-To
 * into the final ones. Which provider may send for an address is not known here.
 */
@NullMarked
package io.asteris.gateway.sender;

import org.jspecify.annotations.NullMarked;
