package io.asteris.platform.deadletter;

import java.time.Instant;

/**
 * Something that could not be read when it came and was put away as it was.
 *
 * @param id names it within all services: the service, then the source's own name of it, parted by {@code ~}
 * @param service the one that could not read it
 * @param topic where it came from
 * @param reason why it could not be read; quotes nothing of it
 * @param at when it was put away
 */
public record DeadLetter(String id, String service, String topic, String reason, Instant at) {}
