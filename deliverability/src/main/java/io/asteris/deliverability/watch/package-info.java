/** The From domains of all sites, looked at again and again: what changed is kept, told, and alerted when it got worse. */
@NullMarked
package io.asteris.deliverability.watch;

import org.jspecify.annotations.NullMarked;
