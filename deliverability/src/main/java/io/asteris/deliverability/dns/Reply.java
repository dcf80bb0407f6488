package io.asteris.deliverability.dns;

import java.time.Duration;
import java.util.List;

/** What DNS said to one question; CNAMEs have been followed. */
public sealed interface Reply {
    /**
     * The name has records of that type.
     *
     * @param values TXT strings joined without a space, addresses as text, {@code preference host} of an MX
     * @param aliases the CNAME targets that led there, in order; empty when there were none
     * @param ttl the shortest on the way
     * @param validated whether the resolver says that it checked the DNSSEC signatures
     */
    record Records(List<String> values, List<String> aliases, Duration ttl, boolean validated) implements Reply {
        public Records {
            values = List.copyOf(values);
            aliases = List.copyOf(aliases);
        }
    }

    /**
     * The name does not exist, or has no record of that type: for our purposes the same.
     *
     * @param aliases the CNAME targets that led to the empty place
     */
    record Nothing(List<String> aliases, boolean validated) implements Reply {
        public Nothing {
            aliases = List.copyOf(aliases);
        }
    }

    /** The name's aliases lead in a circle, or on and on. */
    record BrokenAlias(List<String> aliases) implements Reply {
        public BrokenAlias {
            aliases = List.copyOf(aliases);
        }
    }

    /** Nobody can know: SERVFAIL, REFUSED, a referral, no answer in time. */
    record Unanswered(String reason) implements Reply {}

    /** The records; none where there are none or nobody answered. */
    default List<String> found() {
        return this instanceof Records records ? records.values() : List.of();
    }
}
