package io.asteris.ingest.post;

import io.asteris.contract.SiteId;
import io.asteris.ingest.Bodies;
import io.asteris.ingest.WebhooksConfig;
import io.asteris.ingest.provider.Post;
import io.asteris.ingest.provider.WebhookProvider;
import io.asteris.platform.auth.Public;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Where providers post, whatever they call the type of their body. */
@Path(Api.BASE + "/webhook/{provider}")
class PostResource {
    private final Bodies bodies;
    private final Reception reception;
    private final int max;

    PostResource(Bodies bodies, Reception reception, WebhooksConfig config) {
        this.bodies = bodies;
        this.reception = reception;
        this.max = Math.toIntExact(config.largestPost().asLongValue());
    }

    @POST
    @Public
    public Uni<Response> post(@PathParam("provider") String provider, @Context RoutingContext request) {
        return take(provider(provider), Optional.empty(), request);
    }

    @POST
    @Path("{site}")
    @Public
    public Uni<Response> postForSite(
            @PathParam("provider") String provider, @PathParam("site") String site, @Context RoutingContext request) {
        return take(provider(provider), Optional.of(siteId(site)), request);
    }

    private Uni<Response> take(WebhookProvider provider, Optional<SiteId> site, RoutingContext request) {
        return bodies.read(request, max)
                .chain(body -> reception.take(
                        new Post(provider, site, name -> request.request().getHeader(name), body)))
                .replaceWith(() -> Response.ok().build());
    }

    private static WebhookProvider provider(String word) {
        return WebhookProvider.named(word)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "No provider of that name posts here."));
    }

    private static SiteId siteId(String text) {
        try {
            return new SiteId(text);
        } catch (IllegalArgumentException none) {
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no site of that id.");
        }
    }
}
