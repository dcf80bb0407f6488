package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.content.Envelope;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While the database is away the log says so, and afterwards it has everything. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class DatabaseAwayTest {
    @Inject
    TestMail mail;

    TestSites sites;
    TestServers servers;

    @AfterEach
    void bringItBack() {
        servers.startPostgres();
    }

    @Test
    void readsAreRefusedForNowAndNothingThatCameMeanwhileIsLost() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        List<Envelope> envelopes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            envelopes.add(mail.stored(site.site(), "Hello", "a@one.example"));
        }

        // When
        servers.killPostgres();
        envelopes.forEach(envelope -> mail.publish(mail.ordinary(envelope)));

        // Then
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var answer = site.get("/logs");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotBlank();
        });
        servers.startPostgres();
        envelopes.forEach(envelope -> site.entry(envelope.message(), "sent"));
    }
}
