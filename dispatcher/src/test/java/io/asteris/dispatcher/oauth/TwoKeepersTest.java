package io.asteris.dispatcher.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.dispatcher.DispatcherApi;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.lane.Lanes;
import io.asteris.dispatcher.lane.Releases;
import io.asteris.platform.crypto.SecretBox;
import io.asteris.platform.database.Database;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two dispatchers over one table, and refresh tokens that end the consent when two of them use one. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class TwoKeepersTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    TestSites sites;
    Sql sql;

    @Inject
    Vertx vertx;

    @Inject
    DispatcherConfig config;

    @Inject
    SecretBox box;

    @Inject
    GrantStore store;

    @ConfigProperty(name = "asteris.database.url")
    String url;

    @ConfigProperty(name = "asteris.database.password")
    Optional<String> password;

    @ConfigProperty(name = "asteris.database.search-path")
    String searchPath;

    private final List<Pool> pools = new ArrayList<>();

    @Inject
    GrantChanges changes;

    @Inject
    OAuthClients clients;

    @Inject
    TokenEndpoint endpoint;

    @Inject
    Lanes lanes;

    @Inject
    Releases releases;

    private FakeOAuthServer server;
    private LaneKey lane;

    @BeforeEach
    void provide() {
        server = new FakeOAuthServer();
        server.rotateRefreshTokens();
        server.grant("Mail.Send");
        DispatcherApi site = DispatcherApi.ofNewSite(sites);
        lane = new LaneKey(site.site(), "main");
        site.provide(
                "microsoft365",
                Map.of(
                        "client_id",
                        "c",
                        "client_secret",
                        "s",
                        "token_url",
                        server.origin(),
                        "refresh_token",
                        server.givenRefreshToken()));
        await().atMost(SOON).until(() -> grant().generation() == 1);
    }

    @AfterEach
    void close() {
        server.close();
        pools.forEach(Pool::closeAndAwait);
    }

    @Test
    void aRotatingRefreshTokenIsUsedByOneOfThem() {
        var one = keeper();
        var other = keeper();
        for (int round = 1; round <= 10; round++) {
            // Given
            Grant seen = grant();
            server.tokenCalls().clear();

            // When
            List<Uni<Void>> wishes = IntStream.range(0, 8)
                    .mapToObj(i -> (i % 2 == 0 ? one : other).renewNow(seen))
                    .toList();
            Uni.join().all(wishes).andFailFast().await().atMost(SOON);

            // Then
            assertThat(server.tokenCalls()).hasSize(1);
            assertThat(grant().generation()).isEqualTo(seen.generation() + 1);
            assertThat(grant().isAuthorised()).isTrue();
        }
    }

    @Test
    void whoeverLooksFirstRenewsWhatIsDue() {
        // Given
        var both = List.of(keeper(), keeper());
        Grant before = grant();
        server.tokenCalls().clear();

        // When
        sql.execute(
                "UPDATE dispatcher.oauth_grant SET renew_at = asteris.asteris_now() WHERE site = ?",
                lane.site().value());
        Stream.of(1, 2, 3).forEach(look -> both.forEach(TokenKeeper::look));

        // Then
        await().atMost(SOON).until(() -> grant().generation() > before.generation());
        assertThat(server.tokenCalls()).hasSize(1);
        assertThat(grant().isAuthorised()).isTrue();
    }

    @Test
    void aLateWriterWhoseLeaseIsGoneChangesNothing() {
        // Given
        Grant seen = grant();
        Grant late = store.take(lane, seen.generation(), Duration.ofMillis(1))
                .await()
                .atMost(SOON)
                .orElseThrow();
        keeper().renewNow(seen).await().atMost(SOON);
        Grant present = grant();
        assertThat(present.generation()).isEqualTo(seen.generation() + 1);

        // When
        var granted = new TokenAnswer.Granted("late", "late", Duration.ofHours(1), null);
        changes.renewed(late, granted).await().atMost(SOON);
        changes.over(late, "late").await().atMost(SOON);

        // Then
        assertThat(grant().tokens()).isEqualTo(present.tokens());
        assertThat(grant().isAuthorised()).isTrue();
    }

    private Grant grant() {
        return store.find(lane).await().atMost(SOON).orElseThrow();
    }

    /** A keeper as another process has it: the leases are taken over connections of its own. */
    private TokenKeeper keeper() {
        PgConnectOptions options = PgConnectOptions.fromUri(url).setUser("asteris_worker");
        password.ifPresent(options::setPassword);
        options.addProperty("search_path", searchPath);
        Pool own = Pool.newInstance(
                PgBuilder.pool().connectingTo(options).using(vertx).build());
        pools.add(own);
        var database = new Database(own, own);
        return new TokenKeeper(
                vertx, config, database, new GrantStore(database, box), changes, clients, endpoint, lanes, releases);
    }
}
