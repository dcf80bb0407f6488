package io.asteris.local.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * By which master keys one service works, as its readiness tells.
 *
 * @param left what it keeps that is not under the current key; -1 before it has counted
 */
record KeyStanding(String current, Set<String> known, long rounds, long left) {
    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(BOUND)
            .build();

    KeyStanding {
        known = Set.copyOf(known);
    }

    /** Empty while the service does not answer. */
    static Optional<KeyStanding> of(URI health) {
        try {
            HttpRequest request = HttpRequest.newBuilder(health).timeout(BOUND).build();
            return of(CLIENT.send(request, BodyHandlers.ofString()).body());
        } catch (IOException away) {
            return Optional.empty();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static Optional<KeyStanding> of(String health) throws IOException {
        for (JsonNode check : JSON.readTree(health).path("checks")) {
            if (check.path("name").asText().equals("master-keys")) {
                JsonNode data = check.path("data");
                return Optional.of(new KeyStanding(
                        data.path("current").asText(),
                        Set.copyOf(List.of(data.path("known").asText().split(" ", -1))),
                        data.path("rounds").asLong(),
                        data.path("left").asLong(-1)));
            }
        }
        return Optional.empty();
    }
}
