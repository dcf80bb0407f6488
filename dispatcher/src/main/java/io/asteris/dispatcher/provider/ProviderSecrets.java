package io.asteris.dispatcher.provider;

import io.asteris.contract.SiteId;
import io.asteris.platform.crypto.SecretBox;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Seals the secret fields of a provider for the table, and opens them for a call. */
@ApplicationScoped
public class ProviderSecrets {
    private final SecretBox box;

    ProviderSecrets(SecretBox box) {
        this.box = box;
    }

    /** One sealed text for all secret fields; null when there is none. */
    public @Nullable String seal(SiteId site, String name, Map<String, String> secrets) {
        return secrets.isEmpty()
                ? null
                : box.seal(site, record(name), JsonObject.mapFrom(secrets).encode());
    }

    /**
     * The secret fields in clear.
     *
     * @throws UnopenableSecretException when the text was changed or its key is gone
     */
    public Map<String, String> open(StoredProvider provider) {
        if (provider.secrets() == null) {
            return Map.of();
        }
        Map<String, String> secrets = new HashMap<>();
        new JsonObject(box.open(provider.site(), record(provider.name()), provider.secrets()))
                .forEach(entry -> secrets.put(entry.getKey(), String.valueOf(entry.getValue())));
        return secrets;
    }

    /** The secret fields in clear; none when they cannot be opened any more and must be given anew. */
    public Map<String, String> openable(StoredProvider provider) {
        try {
            return open(provider);
        } catch (UnopenableSecretException unopenable) {
            return Map.of();
        }
    }

    /** All settings of a provider, secrets in clear. */
    public Settings settings(StoredProvider provider) {
        Map<String, Object> values = new HashMap<>(provider.settings());
        values.putAll(open(provider));
        return new Settings(provider.site(), provider.name(), provider.preset(), values);
    }

    private static String record(String name) {
        return "provider/" + name;
    }
}
