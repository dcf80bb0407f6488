/**
 * How services read and write events at the broker: CloudEvents in binary mode, consumers that commit only what is done, replicas
 * of compacted topics, dead letters. What an event means belongs to the contract, when one is published to the outbox.
 */
@NullMarked
package io.asteris.platform.kafka;

import org.jspecify.annotations.NullMarked;
