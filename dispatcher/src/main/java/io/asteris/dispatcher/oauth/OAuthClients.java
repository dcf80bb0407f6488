package io.asteris.dispatcher.oauth;

import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.provider.ProviderSecrets;
import io.asteris.dispatcher.provider.ProviderStore;
import io.asteris.dispatcher.provider.StoredProvider;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;

/** Finds the client that a provider's settings describe. */
@ApplicationScoped
class OAuthClients {
    private final Database database;
    private final ProviderStore store;
    private final ProviderSecrets secrets;
    private final Instance<OAuthPreset> presets;

    OAuthClients(Database database, ProviderStore store, ProviderSecrets secrets, @Any Instance<OAuthPreset> presets) {
        this.database = database;
        this.store = store;
        this.secrets = secrets;
        this.presets = presets;
    }

    /** The client of a provider as it is saved now; empty when it is gone, needs no consent or cannot be opened. */
    Uni<Optional<OAuthClient>> of(LaneKey lane) {
        return database.onWorker(connection -> store.named(connection, lane.site(), lane.provider()))
                .map(found -> found.flatMap(this::of));
    }

    /** The client of a provider; empty when its preset needs no consent or its credentials cannot be opened. */
    Optional<OAuthClient> of(StoredProvider stored) {
        return presets.stream()
                .filter(preset -> preset.preset().equals(stored.preset()))
                .findFirst()
                .flatMap(preset -> {
                    try {
                        return Optional.of(preset.client(secrets.settings(stored)));
                    } catch (UnopenableSecretException unopenable) {
                        return Optional.empty();
                    }
                });
    }
}
