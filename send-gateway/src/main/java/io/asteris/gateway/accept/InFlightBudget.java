package io.asteris.gateway.accept;

import io.asteris.gateway.GatewayConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the octets of all requests that are held at once, so that many large ones cannot take the whole heap. */
@Singleton
class InFlightBudget {
    private static final int SHARE_OF_HEAP = 8;

    private final long max;
    private final AtomicLong held = new AtomicLong();

    InFlightBudget(GatewayConfig config, MeterRegistry metrics) {
        long request = config.maxRequest().asLongValue();
        this.max = Math.max(
                request,
                config.inFlight()
                        .map(MemorySize::asLongValue)
                        .orElse(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
        metrics.gauge("asteris.gateway.in.flight.octets", held);
    }

    /** Whether so many more fit; then they count as held until given back. */
    boolean take(long octets) {
        if (held.addAndGet(octets) > max) {
            held.addAndGet(-octets);
            return false;
        }
        return true;
    }

    void give(long octets) {
        held.addAndGet(-octets);
    }
}
