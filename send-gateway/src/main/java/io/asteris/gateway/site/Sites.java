package io.asteris.gateway.site;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.SiteDirectory;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.crypto.SecretBox;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes sites and their keys. Each change locks its site and is told in one transaction, and what is told of a site is always all of
 * it as it then is. When a change is answered, it holds on this instance.
 */
@ApplicationScoped
class Sites {
    /** The record under which an admin's address is sealed in table and event. */
    static final String ADMIN_EMAIL = "admin_email";

    private final SiteStore sites;
    private final KeyStore keys;
    private final Outbox outbox;
    private final SiteDirectory directory;
    private final ContentSealer sealer;
    private final SecretBox secrets;
    private final DatabaseClock clock;

    Sites(
            SiteStore sites,
            KeyStore keys,
            Outbox outbox,
            SiteDirectory directory,
            ContentSealer sealer,
            SecretBox secrets,
            DatabaseClock clock) {
        this.sites = sites;
        this.keys = keys;
        this.outbox = outbox;
        this.directory = directory;
        this.sealer = sealer;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Makes a site with its data key; a post with the same key makes it once. */
    Uni<SiteRow> create(SiteForm.Checked form, @Nullable String requestKey) {
        var wanted = row(SiteId.mint(), form);
        return changing(transaction -> sites.insert(transaction.connection(), wanted, requestKey)
                .chain(isNew -> isNew
                        ? sealer.create(transaction.connection(), wanted.site()).replaceWith(wanted)
                        : earlier(transaction, requestKey)));
    }

    private Uni<SiteRow> earlier(OutboxTransaction transaction, @Nullable String requestKey) {
        if (requestKey == null) {
            throw new IllegalStateException("a fresh site id was taken");
        }
        return sites.byRequest(transaction.connection(), requestKey).map(found -> found.orElseThrow(Sites::unknown));
    }

    /** Replaces a site, unless the change refuses what it finds. */
    Uni<SiteRow> replace(SiteId site, SiteForm.Checked form, Consumer<SiteRow> guard) {
        return changing(site, (transaction, present) -> {
            guard.accept(present);
            var wanted = row(site, form);
            var kept = new SiteRow(
                    site,
                    wanted.name(),
                    wanted.state(),
                    wanted.timeZone(),
                    wanted.fromDomains(),
                    wanted.acceptedPerMinute(),
                    wanted.sandbox(),
                    sameAddress(present, form.adminEmail()) ? present.adminEmail() : wanted.adminEmail(),
                    present.createdAt(),
                    present.version());
            return sites.update(transaction.connection(), kept).replaceWith(kept);
        });
    }

    /** Seals the admin's address of a site with the current master key, and tells of the site again. */
    Uni<SiteRow> reseal(SiteId site) {
        return changing(site, (transaction, present) -> {
            var sealed = new SiteRow(
                    site,
                    present.name(),
                    present.state(),
                    present.timeZone(),
                    present.fromDomains(),
                    present.acceptedPerMinute(),
                    present.sandbox(),
                    present.adminEmail() == null ? null : secrets.reseal(present.adminEmail()),
                    present.createdAt(),
                    present.version());
            return sites.update(transaction.connection(), sealed).replaceWith(sealed);
        });
    }

    /** Deletes a site: its keys end, and with its data key all content becomes unreadable. */
    Uni<SiteRow> delete(SiteId site) {
        return changing(site, (transaction, present) -> {
            var gone = new SiteRow(
                    site,
                    present.name(),
                    SiteChanged.State.DELETED,
                    present.timeZone(),
                    present.fromDomains(),
                    present.acceptedPerMinute(),
                    present.sandbox(),
                    null,
                    present.createdAt(),
                    present.version());
            return sites.update(transaction.connection(), gone)
                    .chain(() -> keys.revokeAll(transaction.connection(), site))
                    .chain(() -> sealer.destroy(transaction.connection(), site))
                    .replaceWith(gone);
        });
    }

    /** Adds a key to a site. */
    Uni<SiteRow> addKey(SiteId site, KeyRow key) {
        return changing(site, (transaction, present) -> keys.insert(transaction.connection(), site, key)
                .invoke(isNew -> {
                    if (!isNew) {
                        throw new ProblemException(ProblemType.CONFLICT, "A key of that id exists already.");
                    }
                })
                .replaceWith(present));
    }

    /** Revokes a key of a site; again changes nothing. */
    Uni<SiteRow> revokeKey(SiteId site, String id) {
        return changing(site, (transaction, present) -> keys.revoke(transaction.connection(), site, id)
                .invoke(found -> {
                    if (!found) {
                        throw new ProblemException(ProblemType.NOT_FOUND, "The site has no key of that id.");
                    }
                })
                .replaceWith(present));
    }

    /** Makes sure that the operator's site is there, with this admin key. */
    Uni<SiteRow> ensureOperator(KeyRow key) {
        var operator = new SiteRow(
                Caller.OPERATOR,
                "Operator",
                SiteChanged.State.ACTIVE,
                "UTC",
                List.of(),
                null,
                false,
                null,
                clock.now(),
                0);
        return changing(transaction -> sites.insert(transaction.connection(), operator, null)
                .chain(() -> keys.insert(transaction.connection(), Caller.OPERATOR, key))
                .replaceWith(operator));
    }

    /** The administrator's address in clear. */
    Optional<EmailAddress> adminEmail(SiteRow site) {
        return Optional.ofNullable(site.adminEmail())
                .map(jwe -> EmailAddress.of(secrets.open(site.site(), ADMIN_EMAIL, jwe)));
    }

    static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no site of that id.");
    }

    private Uni<SiteRow> changing(SiteId site, BiFunction<OutboxTransaction, SiteRow, Uni<SiteRow>> change) {
        return changing(transaction -> sites.lock(transaction.connection(), site)
                .map(found -> found.filter(present -> present.state() != SiteChanged.State.DELETED)
                        .orElseThrow(Sites::unknown))
                .chain(present -> change.apply(transaction, present)));
    }

    private Uni<SiteRow> changing(Function<OutboxTransaction, Uni<SiteRow>> change) {
        return outbox.asWorker(transaction -> change.apply(transaction)
                        .chain(site -> sites.counted(transaction.connection(), site.site()))
                        .chain(site -> keys.of(transaction.connection(), site.site())
                                .map(ofSite -> new Changed(site, site.event(ofSite))))
                        .invoke(changed -> transaction.tell(changed.event())))
                .invoke(changed -> directory.apply(changed.event()))
                .map(Changed::site);
    }

    /** A site after a change, and what is told of it. */
    private record Changed(SiteRow site, SiteChanged event) {}

    private boolean sameAddress(SiteRow present, @Nullable EmailAddress wanted) {
        return adminEmail(present).equals(Optional.ofNullable(wanted));
    }

    private SiteRow row(SiteId site, SiteForm.Checked form) {
        EmailAddress admin = form.adminEmail();
        return new SiteRow(
                site,
                form.name(),
                form.state(),
                form.timeZone(),
                form.fromDomains(),
                form.acceptedPerMinute(),
                form.sandbox(),
                admin == null ? null : secrets.seal(site, ADMIN_EMAIL, admin.text()),
                clock.now(),
                0);
    }
}
