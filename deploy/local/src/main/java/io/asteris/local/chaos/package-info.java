/**
 * Campaigns that break a running set and then count: what was promised with a {@code 202} against what the inbox and the log show.
 * They see the set only from outside, as its users do.
 */
@NullMarked
package io.asteris.local.chaos;

import org.jspecify.annotations.NullMarked;
