package io.asteris.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.local.chaos.RunningSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a dispatcher may not do before it knows who wants no mail. */
@ExtendWith(SharedSet.class)
class SuppressionCopyIT {
    private final SharedSet.Commands commands;
    private final RunningSet set;

    SuppressionCopyIT(SharedSet.Commands commands) {
        this.commands = commands;
        this.set = commands.set();
    }

    @Test
    void aDispatcherCallsNobodyBeforeItsCopyOfTheSuppressionListIsComplete() throws Exception {
        // Given
        String subject = "before the list " + UUID.randomUUID();
        commands.stop("dispatcher");
        CompletableFuture<Void> started;
        try (Connection database = set.database();
                Statement statement = database.createStatement()) {
            database.setAutoCommit(false);
            statement.execute("LOCK TABLE dispatcher.suppression_position IN ACCESS EXCLUSIVE MODE");

            // When
            started = CompletableFuture.runAsync(this::startDispatcher);
            assertThat(set.post("/send", "{\"to\":\"anna@example.com\",\"subject\":\"" + subject + "\",\"text\":\"t\"}")
                            .statusCode())
                    .isEqualTo(202);

            // Then
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> RunningSet.json(set.get("/lanes"))
                                    .path("data")
                                    .path(0)
                                    .path("waiting")
                                    .asInt()
                            == 1);
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).until(() -> set.inboxSubjects(subject)
                    .isEmpty());
            database.rollback();
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> set.inboxSubjects(subject).containsKey(subject));
        started.join();
    }

    private void startDispatcher() {
        try {
            commands.start("dispatcher");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
