/**
 * Work on many messages that takes longer than a request: its items, its progress, who does it. What is done to a message is
 * the business of each {@link io.asteris.log.job.JobWork}.
 */
@NullMarked
package io.asteris.log.job;

import org.jspecify.annotations.NullMarked;
