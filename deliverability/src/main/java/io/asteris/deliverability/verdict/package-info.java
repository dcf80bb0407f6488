/** The words in which a check answers, common to SPF, DKIM and DMARC. */
@NullMarked
package io.asteris.deliverability.verdict;

import org.jspecify.annotations.NullMarked;
