package io.asteris.gateway.sender;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.Mailbox;
import io.asteris.gateway.request.SendRequest;
import io.asteris.platform.http.ProblemException;
import java.util.List;

/**
 * Decides in whose name a message goes out. An override stands in for the site's defaults for its source; a default fills what the
 * message leaves open; a force switch lets the default win over what the message brings.
 */
public final class SenderRules {
    private SenderRules() {}

    /**
     * The final sender.
     *
     * @param fromDomains the only domains the site may write from; empty when that is not demanded
     * @throws ProblemException {@code 422} when there is no From, or one that the site may not use
     */
    public static ResolvedSender resolve(SendRequest request, SenderSettings settings, List<String> fromDomains) {
        SenderSettings applied = settings.forSource(request.source());
        EmailAddress address = address(request, applied);
        if (!fromDomains.isEmpty() && !fromDomains.contains(address.domain())) {
            throw ProblemException.invalid(
                    "/from", "the site may not write from this domain; allowed are " + String.join(", ", fromDomains));
        }
        Mailbox reply = applied.replyTo();
        List<Mailbox> replyTo = request.replyTo().isEmpty() && reply != null ? List.of(reply) : request.replyTo();
        return new ResolvedSender(new Mailbox(name(request, applied), address), replyTo);
    }

    private static EmailAddress address(SendRequest request, SenderSettings applied) {
        Mailbox given = request.from();
        EmailAddress ours = applied.fromEmail();
        if (given != null && !(Boolean.TRUE.equals(applied.forceFromEmail()) && ours != null)) {
            return given.address();
        }
        if (ours == null) {
            throw ProblemException.invalid("/from", "the message has no from, and the site has no default sender");
        }
        return ours;
    }

    private static String name(SendRequest request, SenderSettings applied) {
        Mailbox given = request.from();
        String ours = applied.fromName() == null ? "" : applied.fromName();
        boolean forced = Boolean.TRUE.equals(applied.forceFromName()) && !ours.isEmpty();
        return given == null || given.name().isEmpty() || forced ? ours : given.name();
    }
}
