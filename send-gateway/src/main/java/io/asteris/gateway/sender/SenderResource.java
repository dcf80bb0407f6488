package io.asteris.gateway.sender;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.auth.SiteDirectory;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ETags;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.http.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /sender}: in whose name a site's mail goes out. */
@Path(Api.BASE + "/sender")
@Produces(MediaType.APPLICATION_JSON)
class SenderResource {
    private final SenderStore store;
    private final SiteDirectory sites;
    private final CurrentCaller caller;

    SenderResource(SenderStore store, SiteDirectory sites, CurrentCaller caller) {
        this.store = store;
        this.sites = sites;
        this.caller = caller;
    }

    @GET
    @Requires(Scope.SETTINGS_READ)
    public Uni<Response> get() {
        return store.read(caller.get().site()).map(ETags::answer);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Response> put(@HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, byte[] body) {
        SiteId site = caller.get().site();
        var wanted = StrictJson.read(body, SenderSettings.class);
        checkDomains(wanted, sites.site(site).map(SiteChanged::fromDomains).orElse(List.of()));
        return store.replace(site, present -> {
                    ETags.check(ifMatch, present);
                    return wanted;
                })
                .map(ETags::answer);
    }

    /** Says at once what would otherwise be refused at every send. */
    private static void checkDomains(SenderSettings settings, List<String> allowed) {
        var errors = new ArrayList<FieldError>();
        check(errors, "/from_email", settings.fromEmail(), allowed);
        for (int i = 0; i < settings.overrides().size(); i++) {
            String pointer = "/overrides/" + i + "/from_email";
            check(errors, pointer, settings.overrides().get(i).fromEmail(), allowed);
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The site may not write from that domain.").with(errors);
        }
    }

    private static void check(
            List<FieldError> errors, String pointer, @Nullable EmailAddress address, List<String> allowed) {
        if (address != null && !allowed.isEmpty() && !allowed.contains(address.domain())) {
            errors.add(new FieldError(pointer, "allowed domains are " + String.join(", ", allowed)));
        }
    }
}
