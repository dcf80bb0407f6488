package io.asteris.platform.egress;

import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the operator's list, {@code asteris.egress.allow}, once for all that connect to the outside. */
@ApplicationScoped
class EgressSetup {
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    @Produces
    @Singleton
    EgressPolicy policy(@ConfigProperty(name = "asteris.egress.allow") Optional<List<String>> allowed) {
        return EgressPolicy.of(allowed.orElse(List.of()));
    }

    /** At the start: a client made during a request belongs to the HTTP server, which closes it before work under way has ended. */
    @Produces
    @Singleton
    @Startup
    OutgoingHttp http(Vertx vertx, EgressPolicy policy) {
        return new OutgoingHttp(vertx, OutgoingHttpOptions.of(policy));
    }

    void close(@Disposes OutgoingHttp http) {
        http.close().await().atMost(GOODBYE);
    }
}
