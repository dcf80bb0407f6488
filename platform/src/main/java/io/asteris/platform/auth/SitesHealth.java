package io.asteris.platform.auth;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** An instance that does not know the sites yet would refuse callers who are in the right. */
@Readiness
@Singleton
class SitesHealth implements HealthCheck {
    private final SiteDirectory directory;

    SitesHealth(SiteDirectory directory) {
        this.directory = directory;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("sites known")
                .status(directory.isComplete())
                .build();
    }
}
