package io.asteris.log.search;

import java.util.List;

/** A search that cannot be read, with the places and what to write there instead. Carries no stack trace: it is an answer. */
public final class InvalidSearchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    InvalidSearchException(List<Finding> findings) {
        super("The search cannot be read: " + findings.getFirst().detail(), null, false, false);
        this.findings = List.copyOf(findings);
    }

    /** What is wrong, in the order of the text. */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * One thing that is wrong.
     *
     * @param column of the first character that it is about, counted from 1
     */
    public record Finding(int column, String detail) {}
}
