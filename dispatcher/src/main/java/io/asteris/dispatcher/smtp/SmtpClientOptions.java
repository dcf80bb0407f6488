package io.asteris.dispatcher.smtp;

import io.asteris.platform.egress.EgressPolicy;
import io.asteris.platform.egress.HostResolver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a process have in common.
 *
 * @param ehloName how we name ourselves to servers; null for the address literal of the socket (RFC 5321 4.1.3)
 * @param egress where may be connected to, and where plain text is allowed
 * @param resolver looks host names up, once per connection
 * @param extraAuthorities certificates in PEM that are trusted instead of the system's; empty for the system's
 * @param anyCertificateWhereNamed whether hosts that the operator named may show a certificate that nobody vouches for;
 *     everywhere else chain and host name are checked, always
 */
public record SmtpClientOptions(
        SmtpTimeouts timeouts,
        @Nullable String ehloName,
        EgressPolicy egress,
        HostResolver resolver,
        List<String> extraAuthorities,
        boolean anyCertificateWhereNamed) {
    public SmtpClientOptions {
        extraAuthorities = List.copyOf(extraAuthorities);
        if (ehloName != null) {
            CommandLine.checked(ehloName);
        }
    }

    /** The defaults for a service: system resolver and authorities, the operator's allowances as WIRING gives them. */
    public static SmtpClientOptions of(EgressPolicy egress) {
        return new SmtpClientOptions(SmtpTimeouts.DEFAULT, null, egress, HostResolver.SYSTEM, List.of(), true);
    }
}
