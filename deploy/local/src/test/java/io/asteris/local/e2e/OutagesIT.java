package io.asteris.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.local.chaos.RunningSet;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What callers see while a part is away, and what comes of it when it is back. */
@ExtendWith(SharedSet.class)
class OutagesIT {
    private static final int BACKLOG = 50;

    private final SharedSet.Commands commands;
    private final RunningSet set;

    OutagesIT(SharedSet.Commands commands) {
        this.commands = commands;
        this.set = commands.set();
    }

    @Test
    void withoutPostgresNothingIsAcceptedAndTheCallerIsToldToComeBack() throws Exception {
        // Given
        String subject = "no database " + UUID.randomUUID();
        commands.stop("postgres");

        // When
        HttpResponse<String> refused = send(subject);

        // Then
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        commands.start("postgres");
        String after = "database back " + UUID.randomUUID();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> send(after).statusCode() == 202);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(set.inboxSubjects(after)).containsKey(after));
        assertThat(set.inboxSubjects(subject)).isEmpty();
    }

    @Test
    void withoutKafkaAcceptGoesOnUntilTheBacklogIsFullAndAllGoesOutOnceWhenItIsBack() throws Exception {
        // Given
        String run = "no broker " + UUID.randomUUID();
        commands.stop("kafka");

        // When
        Set<String> accepted = new HashSet<>();
        HttpResponse<String> answer = send(run + " #0");
        for (int i = 1; answer.statusCode() == 202 && i <= 3 * BACKLOG; i++) {
            accepted.add(run + " #" + (i - 1));
            answer = send(run + " #" + i);
        }

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(accepted).hasSizeBetween(BACKLOG, BACKLOG + 10);
        commands.start("kafka");
        await().atMost(Duration.ofSeconds(90)).ignoreExceptions().untilAsserted(() -> {
            assertThat(set.inboxSubjects(run)).containsOnlyKeys(accepted);
            assertThat(set.inboxSubjects(run).values()).containsOnly(1);
        });
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> send(run + " after").statusCode() == 202);
    }

    private HttpResponse<String> send(String subject) throws IOException, InterruptedException {
        return set.post("/send", "{\"to\":\"anna@example.com\",\"subject\":\"" + subject + "\",\"text\":\"t\"}");
    }
}
