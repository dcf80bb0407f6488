/** DKIM keys (RFC 6376, 8301, 8463) as published: read, measured and judged. */
@NullMarked
package io.asteris.deliverability.dkim;

import org.jspecify.annotations.NullMarked;
