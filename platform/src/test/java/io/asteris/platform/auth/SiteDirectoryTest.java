package io.asteris.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a copy of the sites believes when their changes arrive in another order than they were made. */
class SiteDirectoryTest {
    private static final SiteId SITE = new SiteId("shop");

    private final SiteDirectory directory = new SiteDirectory(null);

    @Test
    void anOlderChangeThatComesLateChangesNothing() {
        // Given
        directory.apply(site(7L, "newkey00"));
        // When
        directory.apply(site(6L, "oldkey00"));
        // Then
        assertThat(directory.site(SITE)).contains(site(7L, "newkey00"));
        assertThat(directory.key("newkey00")).isPresent();
        assertThat(directory.key("oldkey00")).isEmpty();
    }

    @Test
    void aNewerChangeReplacesTheKeys() {
        directory.apply(site(7L, "oldkey00"));
        directory.apply(site(8L, "newkey00"));
        assertThat(directory.key("oldkey00")).isEmpty();
        assertThat(directory.key("newkey00")).isPresent();
    }

    @Test
    void changesWithoutAVersionCountInTheOrderInWhichTheyCome() {
        directory.apply(site(null, "oldkey00"));
        directory.apply(site(null, "newkey00"));
        assertThat(directory.key("oldkey00")).isEmpty();
        assertThat(directory.key("newkey00")).isPresent();
    }

    @Test
    void aKeyThatStaysIsKnownAtEveryMomentOfAChange() throws InterruptedException {
        // Given
        directory.apply(site(0L, "samekey0"));
        var missed = new AtomicInteger();
        var reading = new AtomicBoolean(true);
        Thread reader = Thread.ofPlatform().start(() -> {
            while (reading.get()) {
                if (directory.key("samekey0").isEmpty()) {
                    missed.incrementAndGet();
                }
            }
        });

        // When
        for (long version = 1; version <= 200_000; version++) {
            directory.apply(site(version, "samekey0"));
        }
        reading.set(false);
        reader.join();

        // Then
        assertThat(missed).hasValue(0);
    }

    private static SiteChanged site(@Nullable Long version, String key) {
        return new SiteChanged(
                SITE,
                "Shop",
                SiteChanged.State.ACTIVE,
                "UTC",
                List.of(),
                null,
                false,
                null,
                List.of(new SiteChanged.Key(key, "hash", Set.of("send"), null, false)),
                version);
    }
}
