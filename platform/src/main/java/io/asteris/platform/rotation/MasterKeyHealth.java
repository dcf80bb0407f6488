package io.asteris.platform.rotation;

import io.asteris.platform.crypto.MasterKeys;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells by which master keys this instance works, by their ids; data for whoever changes the key, never a reason not to be ready. */
@Readiness
@Singleton
final class MasterKeyHealth implements HealthCheck {
    private final MasterKeys keys;
    private final KeyRotation rotation;

    MasterKeyHealth(MasterKeys keys, KeyRotation rotation) {
        this.keys = keys;
        this.rotation = rotation;
    }

    @Override
    public HealthCheckResponse call() {
        KeyRotation.Progress progress = rotation.progress();
        return HealthCheckResponse.named("master-keys")
                .withData("current", keys.currentKid())
                .withData("known", String.join(" ", keys.kids()))
                .withData("rounds", progress.rounds())
                .withData("left", progress.left())
                .up()
                .build();
    }
}
