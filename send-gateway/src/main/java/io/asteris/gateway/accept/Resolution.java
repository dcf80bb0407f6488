package io.asteris.gateway.accept;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.gateway.request.SendRequest;
import io.asteris.gateway.sender.SenderRules;
import io.asteris.gateway.sender.SenderSettings;
import io.asteris.gateway.sender.SenderStore;
import io.asteris.platform.auth.SiteDirectory;
import io.asteris.platform.http.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds requests against the site's settings, so that what could never go out is refused before it is accepted. */
@Singleton
public class Resolution {
    private final SiteDirectory sites;
    private final SenderStore senders;
    private final KnownProviders providers;

    Resolution(SiteDirectory sites, SenderStore senders, KnownProviders providers) {
        this.sites = sites;
        this.senders = senders;
        this.providers = providers;
    }

    /** What becomes of each request, in their order; pointers of problems start at the request. */
    public Uni<List<Resolved>> resolve(SiteId site, List<SendRequest> requests) {
        Optional<SenderSettings> fresh = senders.fresh(site);
        if (fresh.isPresent() && providers.knowAll(site, requests)) {
            return Uni.createFrom().item(resolve(site, requests, fresh.get()));
        }
        return senders.recent(site)
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(failure -> Unavailable.store())
                .call(() -> providers.learn(site, requests))
                .map(settings -> resolve(site, requests, settings));
    }

    private List<Resolved> resolve(SiteId site, List<SendRequest> requests, SenderSettings settings) {
        List<String> fromDomains =
                sites.site(site).map(SiteChanged::fromDomains).orElse(List.of());
        var resolved = new ArrayList<Resolved>(requests.size());
        for (SendRequest request : requests) {
            resolved.add(resolve(site, request, settings, fromDomains));
        }
        return resolved;
    }

    private Resolved resolve(SiteId site, SendRequest request, SenderSettings settings, List<String> fromDomains) {
        try {
            providers.check(site, request.provider());
            var sender = SenderRules.resolve(request, settings, fromDomains);
            return new Resolved.Ready(new ReadyMessage(request, sender));
        } catch (ProblemException refused) {
            return new Resolved.Refused(refused);
        }
    }
}
