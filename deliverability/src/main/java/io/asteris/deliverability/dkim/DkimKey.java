package io.asteris.deliverability.dkim;

import java.util.List;

/** What a TXT at a selector turned out to be. */
sealed interface DkimKey {
    /**
     * A key with which receivers can check a signature.
     *
     * @param remarks what the owner should know all the same
     */
    record Usable(String type, int bits, List<String> remarks) implements DkimKey {
        public Usable {
            remarks = List.copyOf(remarks);
        }
    }

    /** A key that was taken back: {@code p=} is empty. */
    record Revoked() implements DkimKey {}

    /** Meant as a key, of no use. */
    record Unusable(String why) implements DkimKey {}

    /** Some other text, as a wildcard may answer. */
    record NoKey() implements DkimKey {}
}
