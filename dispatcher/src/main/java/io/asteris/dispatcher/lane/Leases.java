package io.asteris.dispatcher.lane;

import io.asteris.contract.MessageId;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.ClaimStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What this instance has claimed and not yet recorded, and the name under which it claims. */
@ApplicationScoped
class Leases {
    private final ClaimStore store;
    private final DispatcherConfig config;
    private final String owner;
    private final Set<MessageId> held = ConcurrentHashMap.newKeySet();

    Leases(ClaimStore store, DispatcherConfig config) {
        this.store = store;
        this.config = config;
        this.owner = config.instance().orElseGet(() -> UUID.randomUUID().toString());
    }

    /** The name of this instance; lasting only where the settings give one. */
    String owner() {
        return owner;
    }

    Duration duration() {
        return config.lease();
    }

    /** How often leases are renewed. */
    Duration renewal() {
        return config.lease().dividedBy(3);
    }

    void hold(MessageId message) {
        held.add(message);
    }

    void letGo(MessageId message) {
        held.remove(message);
    }

    /** The messages held now. */
    Set<MessageId> held() {
        return Set.copyOf(held);
    }

    /** Holds on to all of them for another lease. */
    Uni<Void> renew() {
        Set<MessageId> now = held();
        return now.isEmpty() ? Uni.createFrom().voidItem() : store.renew(now, owner, config.lease());
    }
}
