package io.asteris.dispatcher.lane;

/**
 * The arithmetic of one lane: how many messages the next claim may take, so that there are never more claimed than may be called.
 * A slot is busy from the claim until the answer is committed. Used on one thread only.
 */
final class CallSlots {
    private final int capacity;
    private int open;
    private int busy;
    private boolean claiming;
    private boolean workWaits;

    CallSlots(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a lane makes at least one call at a time");
        }
        this.capacity = capacity;
        this.open = capacity;
    }

    /** Something may be due. */
    void workArrived() {
        workWaits = true;
    }

    /** Takes all free slots for a claim; 0 when there is nothing to claim, no slot, or a claim under way. */
    int take() {
        if (claiming || !workWaits || busy >= open) {
            return 0;
        }
        int taken = open - busy;
        busy = open;
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

    /** The provider asks for fewer calls: one at a time from now on. */
    void slow() {
        open = 1;
    }

    /** A call went well: one more may be made at once, up to all of them. */
    void quicken() {
        open = Math.min(capacity, open + 1);
    }

    int busy() {
        return busy;
    }
}
