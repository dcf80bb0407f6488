package io.asteris.dispatcher.lane;

import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.provider.Preset;
import io.asteris.dispatcher.provider.Presets;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How long an unknown outcome waits for evidence, by preset: shorter where the provider sends events. */
@ApplicationScoped
class Windows {
    private final DispatcherConfig config;
    private final Presets presets;

    Windows(DispatcherConfig config, Presets presets) {
        this.config = config;
        this.presets = presets;
    }

    Duration of(String preset) {
        boolean events = presets.named(preset).map(Preset::reportsEvents).orElse(false);
        return config.reconcileWindow()
                .orElseGet(() -> events ? config.reconcileWindowWithEvents() : config.reconcileWindowWithoutEvents());
    }
}
