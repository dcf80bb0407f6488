package io.asteris.dispatcher.provider;

import io.asteris.platform.http.FieldError;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Makes providers of one preset. */
public interface ProviderFactory {
    /**
     * The rules of the preset beyond the form of its fields.
     *
     * @return what is wrong, with pointers below {@code /settings}; empty when nothing is
     */
    Uni<List<FieldError>> check(Settings settings);

    /** What an account of the provider is known to take, where its owner says nothing else. */
    default Limits limits() {
        return Limits.NONE;
    }

    /** Whether its providers can be asked about their accounts. */
    default boolean tellsOfAccounts() {
        return false;
    }

    /**
     * What names the account at the provider, in any words: two sites whose settings agree in it share its limits. Empty when the
     * settings do not say.
     */
    default Optional<String> account(Settings settings) {
        // An OAuth client is no account: many mailboxes may be signed in through it.
        return settings.text("refresh_token")
                .or(() -> settings.text("api_key"))
                .or(() -> settings.text("access_key_id"))
                .map(credential -> credential
                        + '\0'
                        + settings.text("region").orElse("")
                        + '\0'
                        + settings.text("domain").orElse(""));
    }

    /** A provider with those settings. What it connects to it connects to when it is called. */
    Provider open(Settings settings);
}
