package io.asteris.dispatcher.settings;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.SiteId;
import io.asteris.dispatcher.account.AccountKeeper;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.lane.LaneHolds;
import io.asteris.dispatcher.lane.LaneStore;
import io.asteris.dispatcher.lane.Lanes;
import io.asteris.dispatcher.lane.Releases;
import io.asteris.dispatcher.oauth.Consents;
import io.asteris.dispatcher.provider.AccountFacts;
import io.asteris.dispatcher.provider.Accounts;
import io.asteris.dispatcher.provider.Limits;
import io.asteris.dispatcher.provider.Preset;
import io.asteris.dispatcher.provider.Presets;
import io.asteris.dispatcher.provider.ProviderFactory;
import io.asteris.dispatcher.provider.ProviderSecrets;
import io.asteris.dispatcher.provider.ProviderStore;
import io.asteris.dispatcher.provider.Settings;
import io.asteris.dispatcher.provider.StoredProvider;
import io.asteris.dispatcher.routing.Routing;
import io.asteris.dispatcher.routing.RoutingStore;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.ETags;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Saves and removes a site's providers. Whatever changes is one transaction with the event that tells of it, and rules from the next
 * claim on; the site's first provider becomes its default, and mail that was held for want of one goes.
 */
@ApplicationScoped
class ProviderSettings {
    private static final Logger LOG = Logger.getLogger(ProviderSettings.class);
    private static final int MOST_PROVIDERS = 50;

    private final Database database;
    private final Outbox outbox;
    private final Presets presets;
    private final Accounts accounts;
    private final ProviderStore store;
    private final ProviderSecrets secrets;
    private final RoutingStore routings;
    private final LaneStore laneStore;
    private final LaneHolds holds;
    private final Consents consents;
    private final Lanes lanes;
    private final Releases releases;
    private final AccountKeeper accountKeeper;

    ProviderSettings(
            Database database,
            Outbox outbox,
            Presets presets,
            Accounts accounts,
            ProviderStore store,
            ProviderSecrets secrets,
            RoutingStore routings,
            LaneStore laneStore,
            LaneHolds holds,
            Consents consents,
            Lanes lanes,
            Releases releases,
            AccountKeeper accountKeeper) {
        this.database = database;
        this.outbox = outbox;
        this.presets = presets;
        this.accounts = accounts;
        this.store = store;
        this.secrets = secrets;
        this.routings = routings;
        this.laneStore = laneStore;
        this.holds = holds;
        this.consents = consents;
        this.lanes = lanes;
        this.releases = releases;
        this.accountKeeper = accountKeeper;
    }

    Uni<List<ProviderDocument>> all(SiteId site) {
        return database.inSite(site, connection -> store.of(connection, site))
                .map(found -> found.stream().map(this::document).toList());
    }

    /** Fails with {@code 404} when the site has no such provider. */
    Uni<ProviderDocument> one(SiteId site, String name) {
        return database.inSite(site, connection -> store.named(connection, site, name))
                .map(found -> document(found.orElseThrow(() -> missing(name))));
    }

    /** Saves a provider; fails with {@code 422} naming each field that is wrong. */
    Uni<ProviderDocument> put(SiteId site, String name, ProviderDocument given, @Nullable String ifMatch) {
        return database.inSite(site, connection -> store.of(connection, site))
                .map(present -> draft(site, name, given, ifMatch, present))
                // Looks names up, which takes its time: no transaction waits for it.
                .chain(draft -> draft.factory().check(draft.settings()))
                .invoke(ProviderSettings::refuse)
                .chain(() -> save(site, name, given, ifMatch))
                .invoke(() -> follow(new LaneKey(site, name)));
    }

    private Uni<ProviderDocument> save(SiteId site, String name, ProviderDocument given, @Nullable String ifMatch) {
        return outbox.inSite(site, tx -> routings.lock(tx.connection(), site)
                .chain(routing -> store.of(tx.connection(), site)
                        .map(present ->
                                draft(site, name, given, ifMatch, present).provider())
                        .call(provider -> store.put(tx.connection(), provider, holding(provider)))
                        .call(() -> holds.renewed(tx, new LaneKey(site, name)))
                        .call(provider -> consents.settle(tx, provider))
                        .call(() -> route(tx, site, name, routing)))
                .chain(() -> told(tx, site, name)));
    }

    /** Removes a provider; fails with {@code 409} while routing names it. */
    Uni<Void> delete(SiteId site, String name) {
        var lane = new LaneKey(site, name);
        return outbox.inSite(site, tx -> routings.lock(tx.connection(), site).chain(routing -> store.named(
                                tx.connection(), site, name)
                        .map(found -> found.orElseThrow(() -> missing(name)))
                        .invoke(found -> {
                            if (routing.uses(name)) {
                                throw new ProblemException(
                                        ProblemType.CONFLICT, "Routing names this provider; change the routing first.");
                            }
                            tx.tell(found.removal());
                        })
                        .call(() -> consents.forget(tx, lane))
                        .call(() -> store.delete(tx.connection(), site, name))
                        .call(() -> laneStore.delete(tx.connection(), lane))
                        .call(() -> routings.oweRelease(tx.connection(), site))
                        .replaceWithVoid()))
                .invoke(() -> follow(lane));
    }

    ProviderDocument document(StoredProvider stored) {
        return ProviderDocument.of(stored, secrets);
    }

    static ProblemException missing(String name) {
        return new ProblemException(ProblemType.NOT_FOUND, "The site has no provider \"" + name + "\".");
    }

    /** What is to be saved, by all rules but the preset's own. */
    private Draft draft(
            SiteId site,
            String name,
            ProviderDocument given,
            @Nullable String ifMatch,
            List<StoredProvider> providers) {
        Optional<StoredProvider> present =
                providers.stream().filter(each -> each.name().equals(name)).findFirst();
        ETags.check(ifMatch, present.map(this::document).map(Object.class::cast).orElse("absent"));
        if (present.isEmpty() && providers.size() >= MOST_PROVIDERS) {
            throw new ProblemException(ProblemType.CONFLICT, "A site has at most " + MOST_PROVIDERS + " providers.");
        }
        if (given.name() != null && !given.name().equals(name)) {
            throw ProblemException.invalid("/name", "the name is the one in the path, " + name);
        }
        Preset preset = preset(given);
        Map<String, String> before = present.filter(stored -> stored.preset().equals(preset.name()))
                .map(secrets::openable)
                .orElse(Map.of());
        var form = ProviderForm.read(preset, present(given.settings()), before);
        List<FieldError> errors = new ArrayList<>(form.errors());
        List<String> fromDomains = fromDomains(given, errors);
        checkFromEmail(given, errors);
        Limits limits = limits(given, errors);
        refuse(errors);
        var settings = new Settings(site, name, preset.name(), form.values());
        String account = accounts.of(settings);
        Optional<StoredProvider> same =
                present.filter(stored -> stored.account().equals(account));
        return new Draft(
                preset.factory(),
                settings,
                new StoredProvider(
                        site,
                        name,
                        preset.name(),
                        form.open(),
                        secrets.seal(site, name, form.secrets()),
                        fromDomains,
                        given.fromEmail(),
                        0,
                        null,
                        false,
                        limits,
                        account,
                        same.map(StoredProvider::told).orElse(AccountFacts.NONE),
                        same.map(StoredProvider::askedAt).orElse(null)));
    }

    private record Draft(ProviderFactory factory, Settings settings, StoredProvider provider) {}

    private Limits holding(StoredProvider provider) {
        return presets.named(provider.preset())
                .map(preset -> provider.holding(preset.factory().limits()))
                .orElse(provider.limits());
    }

    private static Limits limits(ProviderDocument given, List<FieldError> errors) {
        Limits limits = given.limits() == null ? Limits.NONE : given.limits();
        limits.named().forEach((name, bound) -> {
            if (bound < 1 || bound > Limits.MOST) {
                errors.add(
                        new FieldError("/limits/" + name, "a whole number from 1 to " + Limits.MOST + " is expected"));
            }
        });
        return limits;
    }

    private Preset preset(ProviderDocument given) {
        if (given.preset() == null) {
            throw ProblemException.invalid("/preset", "a preset is required: GET /presets lists them");
        }
        return presets.named(given.preset())
                .orElseThrow(
                        () -> ProblemException.invalid("/preset", "there is no such preset: GET /presets lists them"));
    }

    private static Map<String, Object> present(@Nullable Map<String, Object> settings) {
        Map<String, Object> present = new HashMap<>();
        if (settings != null) {
            settings.forEach((field, value) -> {
                if (value != null) {
                    present.put(field, value);
                }
            });
        }
        return present;
    }

    private static List<String> fromDomains(ProviderDocument given, List<FieldError> errors) {
        List<String> domains = new ArrayList<>();
        List<String> texts = given.fromDomains() == null ? List.of() : given.fromDomains();
        for (int i = 0; i < texts.size(); i++) {
            try {
                domains.add(EmailAddress.asciiDomain(String.valueOf(texts.get(i))));
            } catch (IllegalArgumentException broken) {
                errors.add(new FieldError("/from_domains/" + i, String.valueOf(broken.getMessage())));
            }
        }
        return domains;
    }

    private static void checkFromEmail(ProviderDocument given, List<FieldError> errors) {
        if (given.fromEmail() != null) {
            try {
                EmailAddress.of(given.fromEmail());
            } catch (IllegalArgumentException broken) {
                errors.add(new FieldError("/from_email", String.valueOf(broken.getMessage())));
            }
        }
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "The provider's settings break a rule.").with(errors);
        }
    }

    private Uni<Void> route(OutboxTransaction tx, SiteId site, String name, Routing routing) {
        if (routing.defaultProvider() != null) {
            return routings.oweRelease(tx.connection(), site);
        }
        var first = routing.withDefault(name);
        tx.tell(first.event(site));
        return routings.put(tx.connection(), site, first);
    }

    private Uni<ProviderDocument> told(OutboxTransaction tx, SiteId site, String name) {
        return routings.of(tx.connection(), site)
                .chain(routing -> store.named(tx.connection(), site, name)
                        .map(Optional::orElseThrow)
                        .invoke(saved -> tx.tell(saved.event(name.equals(routing.defaultProvider())))))
                .map(this::document);
    }

    /** What waits or is held for this provider need not wait for the next sweep. */
    private void follow(LaneKey lane) {
        lanes.wake(lane);
        accountKeeper.look();
        releases.all()
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("Held mail waits for the sweep lane=%s cause=%s", lane, failure));
    }
}
