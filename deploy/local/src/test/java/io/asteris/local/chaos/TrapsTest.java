package io.asteris.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrapsTest {
    private static final String SERVICE = "dispatcher";
    private static final String FAILPOINT = "consumer.committed";
    private static final long STILL_MILLIS = 200;
    private static final long BOUND_SECONDS = 10;

    @TempDir
    Path folder;

    @Test
    void aTrapThatSpringsBehindTheMailIsWaitedFor() throws Exception {
        // Given
        Traps traps = Traps.in(folder);
        traps.lay(SERVICE, FAILPOINT, Trap.Deed.HANG);

        // When
        var waiting = new FutureTask<>(() -> {
            traps.awaitSprung(SERVICE, FAILPOINT);
            return traps.clear(SERVICE, FAILPOINT);
        });
        Thread.ofPlatform().start(waiting);

        // Then
        assertThatThrownBy(() -> waiting.get(STILL_MILLIS, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        spring();
        assertThat(waiting.get(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anOrderThatNobodyCameByIsTakenBack() throws IOException {
        // Given
        Traps traps = Traps.in(folder);
        traps.lay(SERVICE, FAILPOINT, Trap.Deed.KILL);

        // When
        boolean sprung = traps.clear(SERVICE, FAILPOINT);

        // Then
        assertThat(sprung).isFalse();
        assertThat(order()).doesNotExist();
    }

    /** As the trap in a service does that comes by. */
    private void spring() throws IOException {
        Files.move(order(), order().resolveSibling(order().getFileName() + Trap.SPRUNG));
    }

    private Path order() {
        return folder.resolve(SERVICE + "." + FAILPOINT);
    }
}
