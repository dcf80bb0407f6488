package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.DispatchState;
import io.asteris.contract.content.Envelope;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestSite;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Watching the log grow. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class TailTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    TestMail mail;

    @Inject
    DatabaseClock clock;

    @TestHTTPResource
    URI service;

    TestSites sites;

    @Test
    void entriesComeAsTheyAreAndChangeAndAWatcherGoesOnWhereItWas() {
        // Given
        TestSite key = sites.create("logs:read");
        LogApi site = LogApi.of(key);
        Envelope before = mail.stored(site.site(), "Before", "a@one.example");
        mail.publish(mail.ordinary(before));
        site.entry(before.message(), "sent", 4);
        // The facts of a made-up message lie in the half second behind its acceptance.
        await().atMost(BOUND)
                .until(() -> clock.now().isAfter(before.acceptedAt().plusMillis(500)));
        Envelope one = mail.stored(site.site(), "One", "a@one.example");
        Envelope two = mail.stored(site.site(), "Two", "a@one.example");
        LogApi elsewhere = LogApi.ofNewSite(sites);
        Envelope foreign = mail.stored(elsewhere.site(), "Foreign", "a@one.example");
        String last;

        // When
        try (var watcher = new Watcher(key, "", "")) {
            watcher.awaitOpen();
            mail.publish(mail.ordinary(foreign));
            elsewhere.entry(foreign.message(), "sent", 4);
            Envelope fresh = mail.stored(site.site(), "Fresh", "a@one.example");
            mail.publish(List.of(mail.accepted(fresh), mail.state(fresh, 1, DispatchState.QUEUED)));
            watcher.await(fresh, "queued");
            mail.publish(List.of(mail.state(fresh, 2, DispatchState.FAILED)));
            watcher.await(fresh, "failed");
            assertThat(watcher.text())
                    .doesNotContain(before.message().text())
                    .doesNotContain(foreign.message().text())
                    .doesNotContain("content-type:");
            last = watcher.lastId();
        }
        mail.publish(mail.ordinary(one));
        Envelope later = mail.stored(site.site(), "Later", "a@one.example");
        mail.publish(mail.ordinary(later));
        mail.publish(List.of(mail.accepted(two), mail.state(two, 1, DispatchState.FAILED)));

        // Then
        try (var watcher = new Watcher(key, "", last)) {
            watcher.await(later, "sent");
        }
        try (var watcher = new Watcher(key, "?q=status:failed", last)) {
            Envelope failing = mail.stored(site.site(), "Failing", "a@one.example");
            mail.publish(List.of(mail.accepted(failing), mail.state(failing, 1, DispatchState.FAILED)));
            watcher.await(failing, "failed");
            assertThat(watcher.text()).doesNotContain("\"status\":\"sent\"");
        }
    }

    @Test
    void anUnreadableCursorOrSearchIsRefused() {
        LogApi site = LogApi.ofNewSite(sites);

        assertThat(site.get("/logs/stream?q=status:no").statusCode()).isEqualTo(422);
        assertThat(site.get("/logs/stream?x=1").statusCode()).isEqualTo(422);
    }

    /** Reads the stream in the background until it is closed. */
    private final class Watcher implements AutoCloseable {
        private final HttpClient client = HttpClient.newHttpClient();
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Stream<String> stream;

        Watcher(TestSite key, String query, String last) {
            var request = HttpRequest.newBuilder(service.resolve("/wp-json/asteris/v1/smtp/logs/stream" + query))
                    .header("Authorization", key.authorization())
                    .header("Accept", "text/event-stream");
            if (!last.isEmpty()) {
                request.header("Last-Event-ID", last);
            }
            stream = client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
                    .join()
                    .body();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try {
                stream.forEach(lines::add);
            } catch (UncheckedIOException closed) {
                lines.add(":closed");
            }
        }

        /** The stream begins at the moment of its request, which was answered. */
        void awaitOpen() {
            assertThat(stream).isNotNull();
        }

        void await(Envelope envelope, String status) {
            Awaitility.await().atMost(BOUND).untilAsserted(() -> assertThat(lines)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("data:")
                            .contains(envelope.message().text(), "\"status\":\"" + status + "\"")));
        }

        String text() {
            return String.join("\n", lines);
        }

        String lastId() {
            return lines.stream()
                    .filter(line -> line.startsWith("id:"))
                    .reduce((first, second) -> second)
                    .orElseThrow()
                    .substring(3)
                    .strip();
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
