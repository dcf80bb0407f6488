package io.asteris.dispatcher.smtp;

import java.time.Duration;

/**
 * How long each part of a call may take.
 *
 * @param connect to the TCP connection, per address
 * @param reply to one whole reply before the final dot, however slowly it drips; also to a TLS handshake, and to the server
 *     taking the next piece of the body
 * @param dialogue from the greeting or MAIL to the go-ahead for the body
 * @param body from the go-ahead to the final dot
 * @param afterDot to the reply to the final dot (RFC 5321 4.5.3.2.6: 10 minutes)
 */
public record SmtpTimeouts(Duration connect, Duration reply, Duration dialogue, Duration body, Duration afterDot) {
    /** RELIABILITY 4: 5 s, 30 s, 60 s for the dialogue, 600 s after the dot. */
    public static final SmtpTimeouts DEFAULT = new SmtpTimeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(300),
            Duration.ofSeconds(600));

    public SmtpTimeouts {
        for (Duration each : new Duration[] {connect, reply, dialogue, body, afterDot}) {
            if (each.toMillis() < 1) {
                throw new IllegalArgumentException("an SMTP time-out is at least a millisecond");
            }
        }
    }

    /** How long to wait for a reply when the whole must end at that time of {@link System#nanoTime}. */
    Duration replyBefore(long end) {
        Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        return left.compareTo(reply) < 0 ? left : reply;
    }
}
