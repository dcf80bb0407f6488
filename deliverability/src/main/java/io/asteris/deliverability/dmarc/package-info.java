/** DMARC policies (RFC 7489, 9989) as published: found, read and judged. */
@NullMarked
package io.asteris.deliverability.dmarc;

import org.jspecify.annotations.NullMarked;
