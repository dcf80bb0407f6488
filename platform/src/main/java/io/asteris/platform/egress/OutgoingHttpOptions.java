package io.asteris.platform.egress;

import java.time.Duration;
import java.util.List;

/**
 * What all calls of a process have in common.
 *
 * @param resolver looks host names up, once a call
 * @param extraAuthorities certificates in PEM that are trusted instead of the system's; empty for the system's
 * @param anyCertificateWhereNamed whether what the operator named may show a certificate that nobody vouches for; everywhere else
 *     chain and host name are checked, always
 * @param connect how long a connection may take, TLS included, per address
 * @param answer how long the other side may take to begin its answer, from the last octet of the request on
 * @param unused how long an unused connection is kept: less than servers keep theirs, so that a request seldom meets a connection
 *     that is being closed, which would leave its outcome unknown
 */
public record OutgoingHttpOptions(
        EgressPolicy egress,
        HostResolver resolver,
        List<String> extraAuthorities,
        boolean anyCertificateWhereNamed,
        Duration connect,
        Duration answer,
        Duration unused) {
    /** Octets of an answer's body that are read (RELIABILITY 4). */
    static final int MAX_BODY = 64 * 1024;

    public OutgoingHttpOptions {
        extraAuthorities = List.copyOf(extraAuthorities);
    }

    /** RELIABILITY 4: 5 s to connect, 30 s to the answer; system resolver and authorities. */
    public static OutgoingHttpOptions of(EgressPolicy egress) {
        return new OutgoingHttpOptions(
                egress,
                HostResolver.SYSTEM,
                List.of(),
                true,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15));
    }
}
