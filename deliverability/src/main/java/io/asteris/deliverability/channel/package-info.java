/** How people are reached: e-mail by the operator's own SMTP and hooks, one after the other until one takes the notice. */
@NullMarked
package io.asteris.deliverability.channel;

import org.jspecify.annotations.NullMarked;
