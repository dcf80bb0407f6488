package io.asteris.platform.kafka;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Says whether every thread that reads from the broker still runs; where one has died, only a restart helps. */
@Singleton
class KafkaHealth {
    @Produces
    @Liveness
    HealthCheck readersRun(EventConsumers consumers, Replicas replicas) {
        return () -> HealthCheckResponse.named("readers run")
                .status(consumers.running().stream().allMatch(EventConsumer::alive) && replicas.allAlive())
                .build();
    }
}
