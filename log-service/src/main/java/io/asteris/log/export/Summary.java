package io.asteris.log.export;

/**
 * The proof that a file is whole.
 *
 * @param rows how many there are
 * @param filter what they were asked for by
 * @param sha256 of all octets so far, in lower-case hex
 */
record Summary(long rows, String filter, String sha256) {
    /** Redacted: a filter may name a person. */
    @Override
    public String toString() {
        return "summary of " + rows + " rows";
    }
}
