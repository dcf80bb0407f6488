package io.asteris.log.body;

import io.asteris.log.pack.CommonText;
import io.asteris.log.pack.Dictionary;
import io.asteris.log.pack.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a dictionary of a site's bodies and tries it with others of them: it is only worth having where it packs these clearly better
 * than what is there.
 */
final class DictionaryTrial {
    private static final int LONGEST = 32 * 1024;

    /** Text is the site's, and not a recipient's, when it stands in mail to at least so many. */
    private static final int FEWEST_RECIPIENTS = 10;

    /** Of a large sample more of them, because what is rarer is hardly worth its place. */
    private static final int A_TWENTIETH = 20;

    /** One body in so many is not looked at for the dictionary, but packed with it. */
    private static final int TRIED = 4;

    private static final double CLEARLY = 0.9;

    private DictionaryTrial() {}

    /**
     * A dictionary that was tried.
     *
     * @param percent what it leaves of the bodies
     */
    // Compared nowhere.
    @SuppressWarnings("ArrayRecordComponent")
    record Better(byte[] octets, int percent) {
        /** Says how large it is, not what is in it. */
        @Override
        public String toString() {
            return "dictionary of " + octets.length + " octets";
        }
    }

    /**
     * One that is better.
     *
     * @param present with which bodies are packed now; absent where it is not to be used any longer
     */
    static Optional<Better> of(List<Sample> samples, @Nullable Dictionary present) {
        var looked = new ArrayList<Sample>();
        var tried = new ArrayList<byte[]>();
        for (int i = 0; i < samples.size(); i++) {
            if (i % TRIED == 0) {
                tried.add(samples.get(i).octets());
            } else {
                looked.add(samples.get(i));
            }
        }
        byte[] octets = CommonText.of(looked, Math.max(FEWEST_RECIPIENTS, looked.size() / A_TWENTIETH), LONGEST);
        if (octets.length == 0) {
            return Optional.empty();
        }
        long packed = packed(tried, Dictionary.of(octets));
        long general = packed(tried, Dictionary.BODIES);
        long now = present == null ? general : Math.min(general, packed(tried, present));
        long clear = tried.stream().mapToLong(body -> body.length).sum();
        return packed < now * CLEARLY
                ? Optional.of(new Better(octets, (int) (100 * packed / clear)))
                : Optional.empty();
    }

    private static long packed(List<byte[]> bodies, Dictionary with) {
        return bodies.stream().mapToLong(body -> with.pack(body).length).sum();
    }
}
