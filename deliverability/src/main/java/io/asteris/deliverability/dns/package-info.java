/** Asking DNS, without judging: questions, replies, names. What a record means is decided in spf, dkim and dmarc. */
@NullMarked
package io.asteris.deliverability.dns;

import org.jspecify.annotations.NullMarked;
