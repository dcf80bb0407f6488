package io.asteris.platform.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.platform.crypto.MasterKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRotationTest {
    private static final String OLD = "1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String NEW = "2:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final MasterKeys keys = MasterKeys.parse(OLD);
    private final AtomicInteger resealed = new AtomicInteger();
    private Path file;
    private KeyRotation rotation;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("master-key");
        Files.writeString(file, OLD + "\n");
        var counted = new Resealable() {
            @Override
            public Uni<Void> reseal() {
                resealed.incrementAndGet();
                return Uni.createFrom().voidItem();
            }

            @Override
            public Uni<Long> left() {
                return Uni.createFrom().item(3L);
            }
        };
        rotation = new KeyRotation(vertx, keys, List.of(counted), Optional.of(file), Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatIsSealedIsSealedAnewForAsLongAsThereIsMoreThanOneKey() throws IOException {
        // When
        look(OLD + "," + NEW);
        // Then
        assertThat(keys.kids()).containsExactly("1", "2");
        assertThat(keys.currentKid()).isEqualTo("1");
        // When
        look(NEW + "," + OLD);
        look(NEW);
        // Then
        assertThat(keys.kids()).containsExactly("2");
        assertThat(resealed).hasValue(3);
        assertThat(rotation.progress()).isEqualTo(new KeyRotation.Progress(3, 3));
        // When nothing changes any more
        look();
        look();
        // Then
        assertThat(resealed).hasValue(3);
    }

    @Test
    void aFileThatIsWrongChangesNothing() throws IOException {
        for (String wrong : List.of("", "nonsense", NEW + "," + NEW, "1:" + NEW.substring(2))) {
            look(wrong);
            assertThat(keys.kids()).containsExactly("1");
        }
        Files.delete(file);
        look();
        assertThat(keys.currentKid()).isEqualTo("1");
    }

    private void look(String setting) throws IOException {
        Files.writeString(file, setting + "\n");
        look();
    }

    private void look() {
        rotation.round().await().atMost(SOON);
    }
}
