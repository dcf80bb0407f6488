package io.asteris.dispatcher.provider;

import io.asteris.platform.crypto.Pepper;
import jakarta.enterprise.context.ApplicationScoped;

/** Names the account that a provider's settings lead to, without telling it: sites that share an account share what it takes. */
@ApplicationScoped
public class Accounts {
    private final Presets presets;
    private final Pepper pepper;

    Accounts(Presets presets, Pepper pepper) {
        this.presets = presets;
        this.pepper = pepper;
    }

    /** A keyed hash of the account; settings that name none have one of their own. */
    public String of(Settings settings) {
        String named = presets.named(settings.preset())
                .flatMap(preset -> preset.factory().account(settings))
                .orElseGet(() -> "site " + settings.site() + "/" + settings.name());
        return pepper.hash("provider account\0" + settings.preset() + '\0' + named);
    }
}
