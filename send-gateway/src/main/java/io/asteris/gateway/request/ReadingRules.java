package io.asteris.gateway.request;

import java.time.Duration;
import java.time.Instant;

/**
 * What reading depends on besides the text.
 *
 * @param now by the database clock
 * @param maxDecodedOctets of bodies and attachments of one message; beyond is {@code 413}
 * @param maxScheduleAhead how far in the future a message may be scheduled: as long as its content is kept
 */
public record ReadingRules(Instant now, long maxDecodedOctets, Duration maxScheduleAhead) {}
