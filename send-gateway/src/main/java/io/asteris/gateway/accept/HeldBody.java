package io.asteris.gateway.accept;

import java.util.concurrent.atomic.AtomicBoolean;

/** A request's octets with their share of the budget, which whoever holds them gives back when the answer is known. */
public final class HeldBody {
    private final byte[] octets;
    private final InFlightBudget budget;
    private final long taken;
    private final AtomicBoolean released = new AtomicBoolean();

    HeldBody(byte[] octets, InFlightBudget budget, long taken) {
        this.octets = octets;
        this.budget = budget;
        this.taken = taken;
    }

    /** The octets; not a copy. */
    public byte[] octets() {
        return octets;
    }

    /** Gives the share back, once however often it is called. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            budget.give(taken);
        }
    }
}
