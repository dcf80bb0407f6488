package io.asteris.dispatcher.lane;

import io.asteris.contract.MessageId;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.ClaimStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What this instance has claimed and not yet recorded, and the name under which it claims. */
@ApplicationScoped
class Leases {
    /** A claim may end without anything to let go of. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final ClaimStore store;
    private final DispatcherConfig config;
    private final String owner;
    private final Set<MessageId> held = ConcurrentHashMap.newKeySet();
    private final AtomicInteger claims = new AtomicInteger();

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

    /** A claim is sent off; what it will hold is not known yet. */
    void claimBegins() {
        claims.incrementAndGet();
    }

    /** The claim ended, and these are held from now on. */
    void claimEnds(Collection<MessageId> messages) {
        held.addAll(messages);
        claims.decrementAndGet();
    }

    /** What came of the message is committed. */
    void letGo(MessageId message) {
        held.remove(message);
        if (isIdle()) {
            synchronized (held) {
                held.notifyAll();
            }
        }
    }

    /**
     * Blocks until nothing is claimed, being claimed or under way.
     *
     * @return how many messages are still held when the time is over
     */
    int awaitIdle(Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        synchronized (held) {
            while (!isIdle() && System.nanoTime() < deadline) {
                held.wait(LOOK.toMillis());
            }
        }
        return held.size();
    }

    private boolean isIdle() {
        return held.isEmpty() && claims.get() == 0;
    }

    /** How many are held now. */
    int count() {
        return held.size();
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
