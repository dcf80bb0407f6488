package io.asteris.dispatcher.smtp;

/** How a connection is protected; there is no opportunistic way. */
public enum SmtpMode {
    /** Plain text, only towards a host that the operator named ({@code asteris.egress.allow}). */
    NONE,
    /** STARTTLS required (RFC 3207): a server that does not offer it is not spoken to. */
    STARTTLS,
    /** TLS from the first byte (RFC 8314). */
    TLS
}
