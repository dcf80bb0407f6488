package io.asteris.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives a {@code @QuarkusTest} the shared PostgreSQL and Kafka, fixed keys, free ports and settings short enough to wait for:
 *
 * <pre>{@code
 * @QuarkusTest
 * @WithTestResource(AsterisTestResource.class)
 * class SendTest {
 *     TestSites sites; // fields of TestServers, TestSites, TestClock and Sql are filled
 * }
 * }</pre>
 *
 * The argument {@code durable=true} ({@code initArgs = @ResourceArg(name = "durable", value = "true")}) gives servers of their
 * own that flush to the disk before they confirm.
 */
public final class AsterisTestResource implements QuarkusTestResourceLifecycleManager {
    /** The master key of all tests, as {@code asteris.master-key} gives it. */
    public static final String MASTER_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /** The key of address hashes in all tests, as {@code asteris.address-key} gives it. */
    public static final String ADDRESS_KEY = "YWRkcmVzcy1rZXktb2YtYWxsLXRlc3RzLTAxMjM0NTY=";

    /** The pepper of API keys in all tests, as {@code asteris.key-pepper} gives it. */
    public static final String KEY_PEPPER = "cGVwcGVyLW9mLWFsbC10ZXN0cy0wMTIzNDU2Nzg5YWI=";

    private boolean durable;

    @Override
    public void init(Map<String, String> arguments) {
        durable = Boolean.parseBoolean(arguments.getOrDefault("durable", "false"));
    }

    @Override
    public Map<String, String> start() {
        TestServers servers = TestServers.shared(durable);
        Map<String, String> settings = new HashMap<>(Map.of(
                "asteris.database.url", servers.databaseUrl(),
                "kafka.bootstrap.servers", servers.kafkaBootstrap(),
                "asteris.master-key", MASTER_KEY,
                "asteris.address-key", ADDRESS_KEY,
                "asteris.key-pepper", KEY_PEPPER));
        settings.putAll(SHORT);
        settings.putAll(PROBES);
        settings.putAll(EDGES);
        return settings;
    }

    /** The servers stay for the next application of this JVM and go with it. */
    @Override
    public void stop() {
        durable = false;
    }

    @Override
    public void inject(TestInjector injector) {
        TestServers servers = TestServers.shared(durable);
        fill(injector, servers);
        fill(injector, servers.sql());
        fill(injector, new TestClock(servers.sql()));
        fill(injector, new TestSites(servers.kafkaBootstrap()));
    }

    private static void fill(TestInjector injector, Object value) {
        injector.injectIntoFields(value, new TestInjector.MatchesType(value.getClass()));
    }

    /** The column "tests" of the wiring. */
    private static final Map<String, String> SHORT = Map.of(
            "asteris.dispatcher.oauth.look", "200ms",
            "asteris.dispatcher.oauth.retry.base", "200ms",
            "asteris.database.clock-interval", "200ms",
            "asteris.dispatcher.lease", "2s",
            "asteris.dispatcher.reconcile-window.events", "2s",
            "asteris.dispatcher.reconcile-window.none", "2s",
            "asteris.dispatcher.retry.base", "200ms",
            "asteris.dispatcher.retry.cap", "2s",
            "asteris.dispatcher.retry.max-age", "1m",
            "asteris.gateway.backlog", "50");

    /** Waits that the wiring leaves to each test, and that nobody likes to wait for. */
    private static final Map<String, String> PROBES = Map.of(
            "asteris.dispatcher.account.look", "200ms",
            "asteris.dispatcher.lane.probe", "1s",
            "asteris.log.dictionary.look", "200ms");

    private static final Map<String, String> EDGES = Map.of(
            "asteris.public-url", "http://localhost:8080",
            "asteris.egress.allow", "127.0.0.0/8,::1,localhost",
            "quarkus.http.host", "127.0.0.1",
            "quarkus.http.test-port", "0",
            "quarkus.management.host", "127.0.0.1",
            "quarkus.management.test-port", "0",
            "quarkus.log.category.\"kafka\".level", "WARN",
            "quarkus.log.category.\"org.apache.kafka\".level", "WARN",
            "quarkus.log.category.\"state.change.logger\".level", "WARN");
}
