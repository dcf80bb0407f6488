/** Places between two durable steps at which a campaign breaks a process on purpose. What breaks it lives with the campaign, not here. */
@NullMarked
package io.asteris.platform.failpoint;

import org.jspecify.annotations.NullMarked;
