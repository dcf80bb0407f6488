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
 *   text    = 0 where absent, else how many octets its UTF-8 has plus one, then they;
 *             or less than 0: as many as are at the end of the last text that had {@link #LONG} or more and stood for itself
 *   moment  = number of milliseconds since the message was accepted
 *   word    = its number in {@link Codes}; 0 where absent
 * </pre>
 *
 * <p>A later version may add kinds, and fields at the end of a fact: both are skipped by a reader that does not know them. Any other
 * change needs another version. Texts in what a later version adds neither are such ends nor have them, as nobody may know them.
 *
 * <p>A provider's words come three times: a state's reason is the answer's line, whose last word is the provider's id of the message.
 */
final class FactsForm {
    static final int VERSION = 1;

    /** Octets of a text of which others may be the end. */
    static final int LONG = 12;

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
