package io.asteris.dispatcher.smtp;

import java.time.Duration;

/**
 * How many connections one lane keeps and for how long.
 *
 * @param connections open at once; more calls than that wait for one to come free
 * @param idle after which an unused connection is closed; none is kept beyond it
 * @param mailsPerConnection after which a connection is renewed, as servers count too
 */
public record SmtpPoolLimits(int connections, Duration idle, int mailsPerConnection) {
    /** 16 connections, 60 seconds idle, 100 mails each. */
    public static final SmtpPoolLimits DEFAULT = new SmtpPoolLimits(16, Duration.ofSeconds(60), 100);

    public SmtpPoolLimits {
        if (connections < 1 || mailsPerConnection < 1 || idle.toMillis() < 1) {
            throw new IllegalArgumentException("a pool has at least one connection, one mail on it and a millisecond");
        }
    }
}
