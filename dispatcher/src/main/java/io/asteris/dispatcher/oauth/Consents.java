package io.asteris.dispatcher.oauth;

import io.asteris.contract.SiteId;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.lane.LaneStore;
import io.asteris.dispatcher.lane.Lanes;
import io.asteris.dispatcher.lane.Releases;
import io.asteris.dispatcher.provider.ProviderStore;
import io.asteris.dispatcher.provider.StoredProvider;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Takes an owner to the consent screen and back (RFC 6749 4.1 with PKCE, RFC 7636). A state is for one provider of one site, once,
 * for a few minutes; whatever goes wrong changes nothing but that.
 */
@ApplicationScoped
public class Consents {
    private static final int SECRET_OCTETS = 32;
    private static final String STATE = "[A-Za-z0-9_-]{43}";
    private static final String NOT_YET = "The provider is not authorised yet. Authorise it.";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DispatcherConfig.OAuth config;
    private final Database database;
    private final ProviderStore providers;
    private final LaneStore laneStore;
    private final GrantStore grants;
    private final ConsentStore store;
    private final GrantChanges changes;
    private final OAuthClients clients;
    private final TokenEndpoint endpoint;
    private final Lanes lanes;
    private final Releases releases;
    private final CallbackRoom room;
    private final String redirectUri;

    /** @param publicUrl where the outside reaches us, {@code asteris.public-url} */
    Consents(
            DispatcherConfig config,
            Database database,
            ProviderStore providers,
            LaneStore laneStore,
            GrantStore grants,
            ConsentStore store,
            GrantChanges changes,
            OAuthClients clients,
            TokenEndpoint endpoint,
            Lanes lanes,
            Releases releases,
            CallbackRoom room,
            @ConfigProperty(name = "asteris.public-url") URI publicUrl) {
        this.config = config.oauth();
        this.database = database;
        this.providers = providers;
        this.laneStore = laneStore;
        this.grants = grants;
        this.store = store;
        this.changes = changes;
        this.clients = clients;
        this.endpoint = endpoint;
        this.lanes = lanes;
        this.releases = releases;
        this.room = room;
        this.redirectUri = publicUrl.toString().replaceAll("/+$", "") + Api.BASE + "/oauth/callback";
    }

    /** Where the consent screen sends the browser back to; the owner registers it with the client. */
    String redirectUri() {
        return redirectUri;
    }

    /** Makes what a provider that was just saved needs of this package: its grant, and a held lane until somebody consents. */
    public Uni<Void> settle(OutboxTransaction tx, StoredProvider saved) {
        var lane = new LaneKey(saved.site(), saved.name());
        Optional<OAuthClient> client = clients.of(saved);
        if (client.isEmpty()) {
            return changes.forget(tx, lane);
        }
        SqlClient connection = tx.connection();
        return grants.settle(connection, client.get())
                .chain(authorised -> authorised
                        ? Uni.createFrom().voidItem()
                        : providers
                                .named(connection, saved.site(), saved.name())
                                .chain(stored -> laneStore
                                        .hold(
                                                connection,
                                                lane,
                                                NOT_YET,
                                                stored.orElseThrow().version())
                                        .replaceWithVoid()));
    }

    /** Forgets what is known of a provider that is removed. */
    public Uni<Void> forget(OutboxTransaction tx, LaneKey lane) {
        return changes.forget(tx, lane);
    }

    /**
     * The address of the consent screen for a provider, good for one consent. Fails with {@code 404} when there is no such provider
     * and with {@code 409} when it needs no consent.
     */
    Uni<URI> begin(SiteId site, String name) {
        String state = secret();
        String verifier = secret();
        return database.inSite(site, connection -> providers
                .named(connection, site, name)
                .map(found -> client(found, name))
                .call(client -> store.add(connection, client, state, verifier, config.consent()))
                .map(client -> screen(client, state, verifier)));
    }

    /**
     * What the browser brought back.
     *
     * @param code null when the consent was not given
     * @param error null when it was
     */
    Uni<Outcome> finish(@Nullable String state, @Nullable String code, @Nullable String error, String description) {
        if (state == null || !state.matches(STATE)) {
            return unknown();
        }
        if (!room.take()) {
            return Uni.createFrom().item(new Busy());
        }
        return store.take(state)
                .chain(found -> found.filter(ConsentStore.Begun::isOpen).isPresent()
                        ? finish(found.get(), code, error, description)
                        : unknown())
                .onFailure(UnopenableSecretException.class)
                .recoverWithUni(this::unknown);
    }

    private Uni<Outcome> finish(
            ConsentStore.Begun begun, @Nullable String code, @Nullable String error, String description) {
        return clients.of(begun.lane()).chain(client -> {
            if (client.isEmpty() || !client.get().binding().equals(begun.binding())) {
                return changed();
            }
            if (code == null || error != null) {
                String words = TokenTrouble.of(String.valueOf(error), description)
                        .words(client.get().rules().server(), 0);
                return Uni.createFrom().item(new NotAuthorised(words));
            }
            return endpoint.exchange(client.get(), code, begun.verifier(), redirectUri)
                    .chain(answer -> keep(client.get(), answer));
        });
    }

    private Uni<Outcome> keep(OAuthClient client, TokenAnswer answer) {
        return switch (answer) {
            case TokenAnswer.Granted granted -> keep(client, granted);
            case TokenAnswer.Over over ->
                refused("The answer of the consent screen came too late or was used before. Authorise again.");
            case TokenAnswer.Misconfigured wrong -> refused(wrong.words());
            case TokenAnswer.Busy busy ->
                refused(client.rules().server()
                        + " could not complete the consent right now. Authorise again in a few minutes.");
        };
    }

    private Uni<Outcome> keep(OAuthClient client, TokenAnswer.Granted granted) {
        if (granted.scope() != null && !client.rules().isEnough(granted.scope())) {
            return refused(
                    "You signed in, but did not allow sending mail. Authorise again, and grant all that is asked for.");
        }
        if (granted.refreshToken() == null) {
            return refused(client.rules().withoutRefreshToken());
        }
        return changes.consented(client, granted).chain(kept -> {
            if (!kept) {
                return changed();
            }
            lanes.wake(client.lane());
            return releases.all()
                    .onFailure()
                    .recoverWithNull()
                    .replaceWith(new Authorised(
                            client.lane().provider(), client.rules().server()));
        });
    }

    private OAuthClient client(Optional<StoredProvider> found, String name) {
        StoredProvider stored = found.orElseThrow(
                () -> new ProblemException(ProblemType.NOT_FOUND, "The site has no provider \"" + name + "\"."));
        return clients.of(stored)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.CONFLICT,
                        "The provider \"" + name
                                + "\" needs no consent, or its credentials must be saved again first."));
    }

    private URI screen(OAuthClient client, String state, String verifier) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client.clientId());
        query.put("redirect_uri", redirectUri);
        query.put("scope", String.join(" ", client.rules().scopes()));
        query.put("state", state);
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        query.putAll(client.rules().consentParameters());
        String encoded = query.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return URI.create(client.authoriseUrl() + "?" + encoded);
    }

    /** RFC 7636 4.2. */
    static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java has no SHA-256", missing);
        }
    }

    private static String secret() {
        byte[] octets = new byte[SECRET_OCTETS];
        RANDOM.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private Uni<Outcome> unknown() {
        return refused(
                "This consent is not known here: it was used already, ran out, or was begun elsewhere. Authorise again.");
    }

    private Uni<Outcome> changed() {
        return refused("The provider's settings changed while you signed in. Authorise again.");
    }

    private Uni<Outcome> refused(String words) {
        return Uni.createFrom().item(new NotAuthorised(words));
    }

    /** How a consent ended. */
    sealed interface Outcome {}

    /** Mail goes out from now on. */
    record Authorised(String provider, String server) implements Outcome {}

    /** Nothing changed, and why. */
    record NotAuthorised(String words) implements Outcome {}

    /** Nothing was looked at; the same address works a moment later. */
    record Busy() implements Outcome {}
}
