/** When a site's people are to be told: facts counted by event time, rules, incidents from raise to all-clear. */
@NullMarked
package io.asteris.deliverability.alert;

import org.jspecify.annotations.NullMarked;
