package io.asteris.dispatcher.provider;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.ProviderChanged;
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
        String account) {
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
                List.of(),
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
