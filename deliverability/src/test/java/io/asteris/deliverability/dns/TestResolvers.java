package io.asteris.deliverability.dns;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Clients that ask a server of the tests. */
public final class TestResolvers {
    private TestResolvers() {}

    /** A client of these resolvers with the defaults of the service. */
    public static DnsClient client(String... resolvers) {
        return new DnsClient(config(resolvers));
    }

    /** The defaults of the service for these resolvers. */
    public static DnsConfig config(String... resolvers) {
        return new DnsConfig() {
            @Override
            public Optional<List<String>> resolvers() {
                return Optional.of(List.of(resolvers));
            }

            @Override
            public Duration timeout() {
                return Duration.ofMillis(1500);
            }

            @Override
            public int rounds() {
                return 2;
            }

            @Override
            public Duration deadline() {
                return Duration.ofSeconds(8);
            }
        };
    }
}
