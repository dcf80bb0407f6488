package io.asteris.dispatcher.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.RoutingChanged;
import io.asteris.dispatcher.provider.ProviderStore;
import io.asteris.dispatcher.provider.StoredProvider;
import io.asteris.dispatcher.routing.Routing;
import io.asteris.dispatcher.routing.RoutingStore;
import io.asteris.dispatcher.schedule.RetrySchedule;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ETags;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.http.StrictJson;
import io.asteris.platform.outbox.Outbox;
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
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which of the site's providers takes what. */
@Path(Api.BASE + "/routing")
@Produces(MediaType.APPLICATION_JSON)
public class RoutingResource {
    private static final int MOST_RULES = 100;
    private static final int LONGEST_SOURCE = 200;

    private final CurrentCaller caller;
    private final Database database;
    private final Outbox outbox;
    private final RoutingStore store;
    private final ProviderStore providers;

    RoutingResource(
            CurrentCaller caller, Database database, Outbox outbox, RoutingStore store, ProviderStore providers) {
        this.caller = caller;
        this.database = database;
        this.outbox = outbox;
        this.store = store;
        this.providers = providers;
    }

    /** The routing; empty as long as the site has no provider. */
    @GET
    @Requires(Scope.SETTINGS_READ)
    public Uni<Response> get() {
        SiteId site = caller.get().site();
        return database.inSite(site, connection -> store.of(connection, site))
                .map(routing -> ETags.answer(Document.of(routing)));
    }

    /** Replaces the routing; {@code 422} when it names a provider that the site does not have. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Response> put(@HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, byte[] body) {
        var given = StrictJson.read(body, Document.class);
        SiteId site = caller.get().site();
        return outbox.inSite(site, tx -> store.lock(tx.connection(), site).chain(present -> {
                    ETags.check(ifMatch, Document.of(present));
                    return providers
                            .of(tx.connection(), site)
                            .invoke(known -> check(given, known))
                            .call(() -> store.put(tx.connection(), site, given.routing()))
                            .invoke(known -> {
                                tx.tell(given.routing().event(site));
                                known.stream()
                                        .filter(provider -> provider.name().equals(present.defaultProvider())
                                                != provider.name().equals(given.defaultProvider()))
                                        .forEach(provider -> tx.tell(
                                                provider.event(provider.name().equals(given.defaultProvider()))));
                            });
                }))
                .map(done -> ETags.answer(Document.of(given.routing())));
    }

    private static void check(Document given, List<StoredProvider> known) {
        Set<String> names = known.stream().map(StoredProvider::name).collect(Collectors.toUnmodifiableSet());
        List<FieldError> errors = new ArrayList<>();
        if (given.defaultProvider() != null) {
            checkName("/default", given.defaultProvider(), names, errors);
        } else if (!given.orderedFallbacks().isEmpty() || !given.orderedRules().isEmpty()) {
            errors.add(new FieldError("/default", "a default is required where there are fallbacks or rules"));
        }
        List<String> fallbacks = given.orderedFallbacks();
        for (int i = 0; i < fallbacks.size(); i++) {
            checkName("/fallbacks/" + i, fallbacks.get(i), names, errors);
            if (fallbacks.indexOf(fallbacks.get(i)) < i) {
                errors.add(new FieldError("/fallbacks/" + i, "this provider stands here already"));
            }
        }
        List<Document.Rule> rules = given.orderedRules();
        if (rules.size() > MOST_RULES) {
            errors.add(new FieldError("/rules", "at most " + MOST_RULES + " rules are allowed"));
        }
        for (int i = 0; i < rules.size(); i++) {
            checkRule("/rules/" + i, rules.get(i), names, errors);
        }
        if (given.maxWait() != null && !isWait(given.maxWait())) {
            errors.add(new FieldError("/max_wait", "a duration is expected, such as PT10M, of at most PT6H"));
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The routing breaks a rule.").with(errors);
        }
    }

    private static boolean isWait(String given) {
        try {
            Duration wait = Duration.parse(given);
            return !wait.isNegative() && wait.compareTo(RetrySchedule.LONGEST_ASKED) <= 0;
        } catch (DateTimeParseException broken) {
            return false;
        }
    }

    private static void checkRule(String pointer, Document.Rule rule, Set<String> names, List<FieldError> errors) {
        checkName(pointer + "/provider", rule.provider(), names, errors);
        if (rule.source() == null && rule.fromDomain() == null) {
            errors.add(new FieldError(pointer, "a rule has a source, a from_domain or both"));
        }
        if (rule.source() != null && rule.source().length() > LONGEST_SOURCE) {
            errors.add(new FieldError(pointer + "/source", "at most " + LONGEST_SOURCE + " characters are allowed"));
        }
        if (rule.fromDomain() != null) {
            try {
                EmailAddress.asciiDomain(rule.fromDomain());
            } catch (IllegalArgumentException broken) {
                errors.add(new FieldError(pointer + "/from_domain", String.valueOf(broken.getMessage())));
            }
        }
    }

    private static void checkName(String pointer, @Nullable String name, Set<String> names, List<FieldError> errors) {
        if (name == null || !names.contains(name)) {
            errors.add(new FieldError(pointer, "the site has no provider of that name"));
        }
    }

    /**
     * The routing as the API gives and takes it.
     *
     * @param maxWait how long mail waits for a provider that asks for a wait before a fallback takes it; absent when it always waits
     * @param onUnknown resend or hold, where a message says neither
     */
    record Document(
            @JsonProperty("default") @Nullable String defaultProvider,
            @Nullable List<@Nullable String> fallbacks,
            @Nullable List<@Nullable Rule> rules,
            @Nullable String maxWait,
            @Nullable OnUnknown onUnknown) {
        static Document of(Routing routing) {
            return new Document(
                    routing.defaultProvider(),
                    List.copyOf(routing.fallbacks()),
                    routing.rules().stream()
                            .map(rule -> new Rule(rule.source(), rule.fromDomain(), rule.provider()))
                            .toList(),
                    routing.maxWait().map(Duration::toString).orElse(null),
                    routing.onUnknown());
        }

        List<String> orderedFallbacks() {
            return fallbacks == null
                    ? List.of()
                    : fallbacks.stream()
                            .map(name -> Objects.requireNonNullElse(name, ""))
                            .toList();
        }

        List<Rule> orderedRules() {
            return rules == null
                    ? List.of()
                    : rules.stream()
                            .map(rule -> Objects.requireNonNullElse(rule, new Rule(null, null, null)))
                            .toList();
        }

        /** Once it is checked. */
        Routing routing() {
            return new Routing(
                    defaultProvider,
                    orderedFallbacks(),
                    orderedRules().stream().map(Rule::checked).toList(),
                    Optional.ofNullable(maxWait).map(Duration::parse),
                    Objects.requireNonNullElse(onUnknown, OnUnknown.RESEND));
        }

        /** A rule as the API gives and takes it. */
        record Rule(
                @Nullable String source,
                @Nullable String fromDomain,
                @Nullable String provider) {
            RoutingChanged.Rule checked() {
                String domain = fromDomain == null ? null : EmailAddress.asciiDomain(fromDomain);
                return new RoutingChanged.Rule(source, domain, Objects.requireNonNull(provider));
            }
        }
    }
}
