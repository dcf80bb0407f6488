package io.asteris.platform.kafka;

import io.asteris.contract.Topic;
import io.asteris.contract.event.Event;

/** An event as it came, with the place where it lay. */
public record Received(Event event, Topic topic, int partition, long offset) {}
