package io.asteris.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.local.chaos.RunningSet;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The master key of a running set changes while mail flows. */
@ExtendWith(SharedSet.class)
class KeysIT {
    private final SharedSet.Commands commands;
    private final RunningSet set;

    KeysIT(SharedSet.Commands commands) {
        this.commands = commands;
        this.set = commands.set();
    }

    @Test
    void theMasterKeyChangesWhileMailFlowsAndNoSendFails() throws Exception {
        // Given
        String mark = "rotation " + UUID.randomUUID();
        String before = masterKey();
        var wrong = new CopyOnWriteArrayList<String>();
        var sent = new AtomicInteger();
        var over = new AtomicBoolean();
        var traffic = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                send(mark + " " + sent.incrementAndGet(), wrong);
            }
        });

        // When
        try {
            commands.rotateKeys();
        } finally {
            over.set(true);
            traffic.join();
        }

        // Then
        assertThat(wrong).isEmpty();
        assertThat(masterKey()).isNotEqualTo(before).doesNotContain(",", before);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(set.inboxSubjects(mark))
                .hasSize(sent.get())
                .allSatisfy((subject, times) -> assertThat(times).isOne()));
    }

    private void send(String subject, List<String> wrong) {
        try {
            var answer = set.post(
                    "/send", "{\"to\":\"ann@example.com\",\"subject\":\"" + subject + "\",\"text\":\"Hello\"}");
            if (answer.statusCode() != 202) {
                wrong.add(answer.statusCode() + " " + answer.body());
            }
        } catch (IOException | InterruptedException failed) {
            wrong.add(failed.toString());
        }
    }

    private String masterKey() throws IOException {
        return Files.readString(set.folder().resolve("master-key")).strip();
    }
}
