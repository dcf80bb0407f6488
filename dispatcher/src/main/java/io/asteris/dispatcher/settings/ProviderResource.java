package io.asteris.dispatcher.settings;

import io.asteris.contract.event.ProviderChanged;
import io.asteris.dispatcher.lane.LaneStore;
import io.asteris.dispatcher.lane.QuotaStore;
import io.asteris.dispatcher.oauth.Grant;
import io.asteris.dispatcher.provider.StoredProvider;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the site's provider stands and whether it works: the default one, or the one that {@code ?name=} names. */
@Path(Api.BASE + "/provider")
@Produces(MediaType.APPLICATION_JSON)
public class ProviderResource {
    private final CurrentCaller caller;
    private final ProviderSettings settings;
    private final ProviderTrial trial;

    ProviderResource(CurrentCaller caller, ProviderSettings settings, ProviderTrial trial) {
        this.caller = caller;
        this.settings = settings;
        this.trial = trial;
    }

    /** The configuration without its credentials, and how the lane stands. */
    @GET
    @Path("/status")
    @Requires(Scope.SETTINGS_READ)
    public Uni<Status> status(@QueryParam("name") @Nullable String name) {
        return trial.find(caller.get().site(), name).chain(provider -> trial.standing(provider)
                .chain(standing -> trial.quotas(provider).chain(quotas -> trial.token(provider)
                        .map(token -> status(provider, standing, quotas, token)))));
    }

    /** Connects and signs in as a send would, and sends nothing. */
    @POST
    @Path("/test")
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<ProviderTrial.Verdict> test(@QueryParam("name") @Nullable String name) {
        return trial.find(caller.get().site(), name).chain(trial::test);
    }

    private Status status(
            StoredProvider provider,
            LaneStore.Standing standing,
            List<QuotaStore.Quota> quotas,
            Optional<Grant> grant) {
        ProviderDocument document = settings.document(provider);
        return new Status(
                provider.name(),
                provider.preset(),
                document.settings() == null ? Map.of() : document.settings(),
                provider.state().word(),
                standing.probeAt() == null ? "closed" : "open",
                standing.state(),
                standing.reason(),
                standing.until(),
                standing.waiting(),
                standing.lastError(),
                quotas,
                grant.map(Token::of).orElse(null),
                Account.of(provider));
    }

    /**
     * What the owner sees of a provider.
     *
     * @param settings secrets as {@code "set"}
     * @param lane open, paused, waiting or held
     * @param quotas what the account's limits have used and left; empty when it has none
     * @param token absent where the preset needs no consent
     * @param account absent where the provider was never asked
     */
    record Status(
            String name,
            String preset,
            Map<String, Object> settings,
            String state,
            String breaker,
            String lane,
            @Nullable String reason,
            @Nullable Instant until,
            long waiting,
            @Nullable String lastError,
            List<QuotaStore.Quota> quotas,
            @Nullable Token token,
            @Nullable Account account) {}

    /**
     * How access to a provider with a consent stands; never the token itself.
     *
     * @param expiresAt when the present access token ends; it is renewed before
     * @param lastError why the last renewal failed; absent when it worked
     */
    record Token(
            @Nullable Instant expiresAt,
            @Nullable Instant renewedAt,
            @Nullable String lastError) {
        static Token of(Grant grant) {
            return new Token(grant.expiresAt(), grant.renewedAt(), grant.trouble());
        }
    }

    /**
     * What the provider was asked about the account besides what stands in the quotas.
     *
     * @param dkim what mail is signed with, as it says
     * @param troubles why something was not found out
     */
    record Account(Instant askedAt, List<ProviderChanged.Dkim> dkim, List<String> troubles) {
        static @Nullable Account of(StoredProvider provider) {
            return provider.askedAt() == null
                    ? null
                    : new Account(
                            provider.askedAt(),
                            provider.told().signing(),
                            provider.told().troubles());
        }
    }
}
