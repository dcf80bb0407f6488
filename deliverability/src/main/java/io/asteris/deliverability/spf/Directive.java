package io.asteris.deliverability.spf;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One mechanism with its qualifier.
 *
 * @param target the domain that it names; null for the record's own
 * @param network the addresses of ip4 and ip6; null for the others
 * @param prefix4 bits that must agree in IPv4, for a and mx
 * @param prefix6 the same for IPv6
 */
record Directive(
        Qualifier qualifier,
        Kind kind,
        @Nullable String target,
        @Nullable Network network,
        int prefix4,
        int prefix6) {
    /** What a match means (RFC 7208 4.6.2). */
    enum Qualifier {
        PASS,
        FAIL,
        SOFTFAIL,
        NEUTRAL;

        static Optional<Qualifier> of(char sign) {
            return switch (sign) {
                case '+' -> Optional.of(PASS);
                case '-' -> Optional.of(FAIL);
                case '~' -> Optional.of(SOFTFAIL);
                case '?' -> Optional.of(NEUTRAL);
                default -> Optional.empty();
            };
        }
    }

    /** The mechanisms (RFC 7208 5). */
    enum Kind {
        ALL(false),
        INCLUDE(true),
        A(true),
        MX(true),
        PTR(true),
        IP4(false),
        IP6(false),
        EXISTS(true);

        private final boolean lookup;

        Kind(boolean lookup) {
            this.lookup = lookup;
        }

        /** Whether it counts among the ten (RFC 7208 4.6.4). */
        boolean countsAsLookup() {
            return lookup;
        }
    }

    boolean passes() {
        return qualifier == Qualifier.PASS;
    }

    /** Whether it names a domain that only a message could tell. */
    boolean hasMacro() {
        return target != null && target.indexOf('%') >= 0;
    }

    /** Whether it matches every address there is of a family. */
    boolean matchesAll() {
        return kind == Kind.ALL
                || (network != null && network.prefix() == 0)
                || ((kind == Kind.A || kind == Kind.MX) && (prefix4 == 0 || prefix6 == 0));
    }
}
