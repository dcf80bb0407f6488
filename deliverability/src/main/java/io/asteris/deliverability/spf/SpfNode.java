package io.asteris.deliverability.spf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a domain publishes, with all that it leads to.
 *
 * @param records the SPF records found there, as published
 */
record SpfNode(String domain, List<String> records, State state) {
    SpfNode {
        records = List.copyOf(records);
    }

    /** What stands there. */
    sealed interface State {
        /** One well-formed record; one branch for each reachable directive, and one for the redirect where it counts. */
        record One(
                SpfRecord spf,
                List<Branch> branches,
                @Nullable SpfNode redirect) implements State {
            public One {
                branches = List.copyOf(branches);
            }
        }

        /** Nothing. */
        record None() implements State {}

        /** More than one, which is an error for every receiver. */
        record Several() implements State {}

        /** One that cannot be read. */
        record Broken(String why) implements State {}

        /** Nobody could be asked. */
        record Unread(String reason) implements State {}

        /** It is one of those that lead here. */
        record Loop() implements State {}

        /** Beyond the bound of what we ask for one check. */
        record NotAsked() implements State {}
    }

    /** Where a directive leads. */
    sealed interface Branch {
        /** The directive. */
        Directive directive();

        /** Nowhere: all, ip4, ip6, ptr, or a domain with a macro. */
        record Leaf(Directive directive) implements Branch {}

        /** To another record. */
        record Included(Directive directive, SpfNode node) implements Branch {}

        /**
         * To addresses.
         *
         * @param voids look-ups without an answer's worth
         * @param tooMany whether more than ten addresses stand behind an mx
         */
        record Hosts(
                Directive directive,
                List<Network> networks,
                int voids,
                boolean tooMany,
                @Nullable String unread) implements Branch {
            public Hosts {
                networks = List.copyOf(networks);
            }
        }
    }
}
