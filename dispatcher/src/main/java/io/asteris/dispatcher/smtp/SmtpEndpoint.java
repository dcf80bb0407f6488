package io.asteris.dispatcher.smtp;

/**
 * The server of one lane and how to talk to it. Equal endpoints share connections; changed settings make another endpoint,
 * whose connections are new, while those of the old one die of idleness.
 *
 * @param host a name or an IP address as text; the certificate is checked against it
 */
public record SmtpEndpoint(String host, int port, SmtpMode mode, SmtpCredentials credentials, SmtpPoolLimits limits) {
    public SmtpEndpoint {
        if (host.isBlank() || !host.equals(host.strip()) || host.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("the host of an SMTP server is empty or has a space in it");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is between 1 and 65535");
        }
    }

    /** An endpoint with the default pool limits. */
    public static SmtpEndpoint of(String host, int port, SmtpMode mode, SmtpCredentials credentials) {
        return new SmtpEndpoint(host, port, mode, credentials, SmtpPoolLimits.DEFAULT);
    }

    @Override
    public String toString() {
        return host + ":" + port + " " + mode;
    }
}
