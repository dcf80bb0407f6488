package io.asteris.dispatcher.provider;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.ProviderChanged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider of a site as the table holds it.
 *
 * @param settings the fields that are no secrets
 * @param secrets a JWE of the fields that are; null when none is set
 * @param version new with each save
 * @param heldFor why its lane is held; null when it is not
 * @param needsConsent whether its owner must sign in at the provider before mail goes out
 * @param limits as its owner gave them
 * @param account a keyed hash of what names the account at the provider
 * @param told what the provider itself told of the account
 * @param askedAt when it was asked last; null when it never was
 */
public record StoredProvider(
        SiteId site,
        String name,
        String preset,
        Map<String, Object> settings,
        @Nullable String secrets,
        List<String> fromDomains,
        @Nullable String fromEmail,
        long version,
        @Nullable String heldFor,
        boolean needsConsent,
        Limits limits,
        String account,
        AccountFacts told,
        @Nullable Instant askedAt) {
    public StoredProvider {
        settings = Map.copyOf(settings);
        fromDomains = List.copyOf(fromDomains);
    }

    /** The word for whether mail goes out here. */
    public ProviderChanged.State state() {
        if (needsConsent) {
            return ProviderChanged.State.AUTHORISE;
        }
        return heldFor == null ? ProviderChanged.State.OK : ProviderChanged.State.HELD;
    }

    /** The limits that hold: the owner's word, else the provider's own, else what its preset is known to take. */
    public Limits holding(Limits known) {
        return limits.or(told.limits() == null ? Limits.NONE : told.limits()).or(known);
    }

    /** The same after its provider told more. */
    public StoredProvider with(AccountFacts facts) {
        return new StoredProvider(
                site,
                name,
                preset,
                settings,
                secrets,
                fromDomains,
                fromEmail,
                version,
                heldFor,
                needsConsent,
                limits,
                account,
                facts,
                askedAt);
    }

    /** The event that tells of it as it is now. */
    public ProviderChanged event(boolean isDefault) {
        return event(state(), isDefault);
    }

    /** The event that tells of its removal. */
    public ProviderChanged removal() {
        return event(ProviderChanged.State.REMOVED, false);
    }

    private ProviderChanged event(ProviderChanged.State state, boolean isDefault) {
        return new ProviderChanged(
                site,
                name,
                preset,
                text("region"),
                text("domain"),
                fromDomains,
                told.signing(),
                state,
                isDefault,
                text("host"));
    }

    private @Nullable String text(String field) {
        return settings.get(field) instanceof String text ? text : null;
    }

    @Override
    public String toString() {
        return preset + " provider " + site + "/" + name;
    }
}
