/**
 * What no consumer of a service could read: listed and replayed under one path in each service. Where such things come from is told by
 * {@link io.asteris.platform.deadletter.DeadLetterSource}s, of which the topics' dead letters are one.
 */
@NullMarked
package io.asteris.platform.deadletter;

import org.jspecify.annotations.NullMarked;
