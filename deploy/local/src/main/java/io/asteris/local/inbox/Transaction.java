package io.asteris.local.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One mail transaction: its envelope so far and what its recipients order. */
final class Transaction {
    private final String from;
    private final List<String> to = new ArrayList<>();
    private Duration delay = Duration.ZERO;
    private boolean dropsBeforeDot;
    private boolean dropsAfterDot;
    private Optional<Order.RefuseMessage> refusal = Optional.empty();

    Transaction(String from) {
        this.from = from;
    }

    /** Takes a recipient, or says with which order it is refused. */
    Optional<Order.RefuseRecipient> add(String address) {
        switch (Order.of(address)) {
            case Order.RefuseRecipient refused -> {
                return Optional.of(refused);
            }
            case Order.RefuseMessage message -> refusal = Optional.of(message);
            case Order.DropBeforeDot drop -> dropsBeforeDot = true;
            case Order.DropAfterDot drop -> dropsAfterDot = true;
            case Order.Slow slow -> delay = delay.compareTo(slow.delay()) > 0 ? delay : slow.delay();
            case Order.Take take -> {
                // Nothing is ordered.
            }
        }
        to.add(address);
        return Optional.empty();
    }

    int recipients() {
        return to.size();
    }

    Envelope envelope() {
        return new Envelope(from, to);
    }

    Duration delay() {
        return delay;
    }

    boolean dropsBeforeDot() {
        return dropsBeforeDot;
    }

    boolean dropsAfterDot() {
        return dropsAfterDot;
    }

    Optional<Order.RefuseMessage> refusal() {
        return refusal;
    }
}
