package io.asteris.log.fold;

/**
 * The form in which facts are stored. Ten million entries hold about three facts each and an export reads them all, so they lie in
 * few octets that are read in one pass.
 *
 * <pre>
 *   history = version, fact ...
 *   fact    = kind, how many octets follow, its fields one after the other
 *
 *   number  = 7 bits an octet, the lowest first, the highest bit set in all but the last; the sign is the lowest bit
 *   text    = 0 where absent, else the octets of its UTF-8 plus one, then they
 *   moment  = number of milliseconds since the message was accepted
 *   word    = its number in {@link Codes}; 0 where absent
 * </pre>
 *
 * <p>A later version may add kinds, and fields at the end of a fact: both are skipped by a reader that does not know them. Any other
 * change needs another version.
 */
final class FactsForm {
    static final int VERSION = 1;

    static final int ATTEMPT = 1;
    static final int STATE = 2;
    static final int OUTCOME = 3;

    /** Marks of an attempt and of what was said of one recipient. */
    static final int POSSIBLE_DUPLICATE = 1;

    static final int HAS_CODE = 2;

    /** Marks of a change of state. */
    static final int CORRECTION = 1;

    static final int HAS_UNTIL = 2;

    private FactsForm() {}
}
