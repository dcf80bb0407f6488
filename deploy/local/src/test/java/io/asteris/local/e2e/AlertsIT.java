package io.asteris.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.asteris.embedded.FreePort;
import io.asteris.local.chaos.RunningSet;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An owner hears of a dead provider, by a way on which that provider has no part. */
@ExtendWith(SharedSet.class)
class AlertsIT {
    private final RunningSet set;

    AlertsIT(SharedSet.Commands commands) {
        this.set = commands.set();
    }

    @Test
    void withTheProviderDeadTheAlertArrivesWithinTwoMinutes() throws Exception {
        // Given
        String recipient = "alerted-" + UUID.randomUUID() + "@localhost.example";
        String site = made(call(
                        "POST",
                        "/sites",
                        "",
                        "{\"name\":\"Dark shop\",\"time_zone\":\"UTC\",\"admin_email\":\"" + recipient + "\"}"))
                .path("id")
                .asText();
        ok(call(
                "PUT",
                "/providers/dead",
                site,
                "{\"preset\":\"smtp\",\"settings\":{\"host\":\"127.0.0.1\",\"port\":" + FreePort.choose()
                        + ",\"encryption\":\"none\"}}"));
        ok(call("PUT", "/routing", site, "{\"default\":\"dead\",\"fallbacks\":[],\"rules\":[]}"));
        String subject = "into the dark " + UUID.randomUUID();

        // When
        for (int i = 0; i < 11; i++) {
            ok(call(
                    "POST",
                    "/send",
                    site,
                    "{\"from\":\"shop@localhost.example\",\"to\":\"anna@example.com\",\"subject\":\"" + subject
                            + "\",\"text\":\"t\"}"));
        }

        // Then
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> assertThat(
                        set.inbox("/messages?subject=failed&limit=200").toString())
                .contains(recipient));
        JsonNode history = RunningSet.json(ok(call("GET", "/alerts/history", site, "")));
        assertThat(history.at("/data/0/cause").asText()).isEqualTo("failed_sends");
        assertThat(history.at("/data/0/delivered/0/ok").asBoolean()).isTrue();
        assertThat(history.toString()).doesNotContain(recipient, subject, "anna@");
    }

    private JsonNode made(HttpResponse<String> answer) throws IOException {
        return RunningSet.json(ok(answer));
    }

    private static HttpResponse<String> ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer;
    }

    /** As the operator, for that site where one is named. */
    private HttpResponse<String> call(String method, String path, String site, String json)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = set.api(path)
                .setHeader("Authorization", "Bearer " + set.env("ASTERIS_ADMIN_KEY"))
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? noBody() : HttpRequest.BodyPublishers.ofString(json));
        return set.send((site.isEmpty() ? request : request.header("X-Asteris-Site", site)).build());
    }

    private static HttpRequest.BodyPublisher noBody() {
        return HttpRequest.BodyPublishers.noBody();
    }
}
