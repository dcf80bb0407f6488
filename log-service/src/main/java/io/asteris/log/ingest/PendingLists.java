package io.asteris.log.ingest;

/**
 * How long the lists may grow in which new trigrams and words wait to be merged into their index (PostgreSQL's
 * {@code gin_pending_list_limit}). Merging writes most pages of the index anew, whether much is merged or little; but a search goes
 * through such a list one by one.
 */
enum PendingLists {
    /** Searched in less than a millisecond. */
    SHORT("512kB"),

    /** Takes half of the time to write, and a few milliseconds of each search until the next short one is written. */
    LONG("4MB");

    private final String limit;

    PendingLists(String limit) {
        this.limit = limit;
    }

    /** Short, unless the log is behind: then a batch is full, or nearly, as what more is to come of is kept for the next one. */
    static PendingLists of(int facts, int mostOfABatch) {
        return facts >= mostOfABatch / 2 ? LONG : SHORT;
    }

    String limit() {
        return limit;
    }
}
