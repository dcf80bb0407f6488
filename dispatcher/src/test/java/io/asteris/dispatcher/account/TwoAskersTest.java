package io.asteris.dispatcher.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.dispatcher.DispatcherApi;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.FakeApi;
import io.asteris.dispatcher.provider.Presets;
import io.asteris.dispatcher.provider.ProviderBook;
import io.asteris.dispatcher.provider.ProviderStore;
import io.asteris.dispatcher.routing.RoutingStore;
import io.asteris.platform.auth.SiteDirectory;
import io.asteris.platform.database.Database;
import io.asteris.platform.outbox.Outbox;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several dispatchers over one table. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class TwoAskersTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    TestSites sites;
    Sql sql;

    @Inject
    Vertx vertx;

    @Inject
    DispatcherConfig config;

    @Inject
    Database database;

    @Inject
    Outbox outbox;

    @Inject
    AccountStore store;

    @Inject
    ProviderStore providers;

    @Inject
    ProviderBook book;

    @Inject
    Presets presets;

    @Inject
    RoutingStore routings;

    @Inject
    SiteDirectory directory;

    @Test
    void oneOfThemAsksWhoeverIsDue() {
        try (var fake = new FakeApi(asked -> new AnswerRow("ses", "none", 500, Map.of(), "{}", "OK"))) {
            // Given
            DispatcherApi site = DispatcherApi.ofNewSite(sites);
            site.provide(
                    "ses",
                    Map.of(
                            "access_key_id",
                            "id-" + site.site(),
                            "secret_access_key",
                            "s",
                            "region",
                            "eu-west-1",
                            "endpoint",
                            fake.origin()));
            String id = site.site().value();
            awaitAsked(id);
            int before = fake.asked().size();
            List<AccountKeeper> all = Stream.generate(this::keeper).limit(4).toList();

            // When
            sql.execute(
                    "UPDATE dispatcher.provider SET ask_at = asteris.asteris_now(), asked_at = NULL WHERE site = ?",
                    id);
            all.forEach(AccountKeeper::look);

            // Then
            awaitAsked(id);
            assertThat(fake.asked()).hasSize(before + 1);
        }
    }

    private void awaitAsked(String site) {
        await().atMost(SOON)
                .until(() -> sql.number(
                                "SELECT count(*) FROM dispatcher.provider WHERE site = ? AND asked_at IS NOT NULL",
                                site)
                        == 1);
    }

    private AccountKeeper keeper() {
        return new AccountKeeper(vertx, config, database, outbox, store, providers, book, presets, routings, directory);
    }
}
