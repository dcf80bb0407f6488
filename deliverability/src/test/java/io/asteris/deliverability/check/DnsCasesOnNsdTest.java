package io.asteris.deliverability.check;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asteris.deliverability.dns.DnsClient;
import io.asteris.deliverability.dns.NsdServer;
import io.asteris.deliverability.dns.TestResolvers;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The cases against a name server as it runs in the world. */
class DnsCasesOnNsdTest extends DnsCasesContract {
    private static @Nullable NsdServer server;
    private static @Nullable DnsClient client;

    @BeforeAll
    static void start(@TempDir Path folder) {
        assumeTrue(NsdServer.program().isPresent(), "nsd is not installed; .ci/run installs it");
        server = NsdServer.serving(folder, TestZone.of(DnsCases.all()));
        client = TestResolvers.client(server.address());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    DnsClient client() {
        return Objects.requireNonNull(client);
    }
}
