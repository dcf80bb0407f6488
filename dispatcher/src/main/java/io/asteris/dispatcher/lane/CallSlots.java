package io.asteris.dispatcher.lane;

/**
 * The arithmetic of one lane: how many messages the next claim may take, so that there are never more claimed than may be called.
 * A slot is busy from the claim until the answer is committed. Used on one thread only.
 */
final class CallSlots {
    private final int capacity;
    private int busy;
    private boolean claiming;
    private boolean workWaits;

    CallSlots(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a lane makes at least one call at a time");
        }
        this.capacity = capacity;
    }

    /** Something may be due. */
    void workArrived() {
        workWaits = true;
    }

    /** Takes all free slots for a claim; 0 when there is nothing to claim, no slot, or a claim under way. */
    int take() {
        if (claiming || !workWaits || busy >= capacity) {
            return 0;
        }
        int taken = capacity - busy;
        busy = capacity;
        claiming = true;
        workWaits = false;
        return taken;
    }

    /** A claim ended: what it did not fill is free again. A full one means that more may be due. */
    void claimed(int asked, int got) {
        claiming = false;
        busy -= asked - got;
        if (got == asked) {
            workWaits = true;
        }
    }

    /** One answer is committed. */
    void release() {
        busy--;
    }

    int busy() {
        return busy;
    }
}
