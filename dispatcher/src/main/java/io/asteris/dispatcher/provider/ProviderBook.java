package io.asteris.dispatcher.provider;

import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The providers that this instance has opened. Each claim says which version of the settings was in force when it committed, and an
 * older one is never used again: new settings rule from the next message on, on every instance, without a word between them.
 */
@ApplicationScoped
public class ProviderBook {
    private final Database database;
    private final ProviderStore store;
    private final ProviderSecrets secrets;
    private final Presets presets;
    private final ConcurrentMap<LaneKey, Opened> opened = new ConcurrentHashMap<>();

    ProviderBook(Database database, ProviderStore store, ProviderSecrets secrets, Presets presets) {
        this.database = database;
        this.store = store;
        this.secrets = secrets;
        this.presets = presets;
    }

    /** The provider of a lane with its settings of that version or a later one. Fails when the database does not answer. */
    public Uni<Found> of(LaneKey lane, long version) {
        Opened known = opened.get(lane);
        if (known != null && known.version() >= version) {
            return Uni.createFrom().item(known);
        }
        return store.named(database.workers(), lane.site(), lane.provider())
                .map(stored -> stored.map(this::open).orElseGet(Gone::new))
                .invoke(found -> {
                    if (found instanceof Opened fresh) {
                        opened.merge(lane, fresh, (old, now) -> old.version() > now.version() ? old : now);
                    } else {
                        opened.remove(lane);
                    }
                });
    }

    /** Opens a provider with its present settings. */
    public Found open(StoredProvider stored) {
        Optional<Preset> preset = presets.named(stored.preset());
        if (preset.isEmpty()) {
            return new Unusable(stored.preset(), "the preset " + stored.preset() + " cannot be sent over");
        }
        try {
            return new Opened(
                    stored.version(),
                    preset.get(),
                    preset.get().factory().open(secrets.settings(stored)),
                    stored.fromEmail());
        } catch (UnopenableSecretException sealed) {
            return new Unusable(stored.preset(), "the provider's credentials cannot be opened; save them again");
        }
    }

    /** What a look-up gives. */
    public sealed interface Found {}

    /**
     * Ready to be called.
     *
     * @param fromEmail the sender that it needs when it stands in for another; null when any will do
     */
    public record Opened(
            long version,
            Preset preset,
            Provider provider,
            @Nullable String fromEmail) implements Found {}

    /** There, with settings of which no provider can be made. */
    public record Unusable(String preset, String reason) implements Found {}

    /** Removed. */
    public record Gone() implements Found {}
}
