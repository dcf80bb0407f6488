package io.asteris.log.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.asteris.contract.SiteId;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlacesTest {
    private static final SiteId ONE = new SiteId("one");
    private static final SiteId TWO = new SiteId("two");
    private static final SiteId THREE = new SiteId("three");

    private final Places places = new Places(3, 2, "look");

    @Test
    void aSiteLeavesAPlaceToTheOthers() {
        // Given
        held(ONE);
        held(ONE);

        // When
        held(TWO);

        // Then
        refused(ONE, ProblemType.UNAVAILABLE);
    }

    @Test
    void whoHasAllPlacesOfASiteIsToldSoAndWhenToComeBack() {
        held(ONE);
        held(ONE);

        refused(ONE, ProblemType.TOO_MANY);
    }

    @Test
    void whoFindsNoPlaceIsToldWhenToComeBack() {
        held(ONE);
        held(ONE);
        held(TWO);

        refused(THREE, ProblemType.UNAVAILABLE);
    }

    static Stream<Uni<Void>> ends() {
        return Stream.of(
                Uni.createFrom().voidItem(),
                Uni.createFrom().failure(new IllegalStateException("broken off")),
                Uni.createFrom().deferred(() -> {
                    throw new IllegalStateException("not even begun");
                }));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void howeverTheWorkEndsItsPlaceIsFree(Uni<Void> work) {
        for (int i = 0; i < 5; i++) {
            places.take(ONE, () -> work)
                    .onFailure(IllegalStateException.class)
                    .recoverWithNull()
                    .await()
                    .indefinitely();
        }

        held(ONE);
        held(ONE);
        refused(ONE, ProblemType.TOO_MANY);
    }

    @Test
    void whoLeavesGivesThePlaceBackOnce() {
        // Given
        held(ONE);
        var leaving =
                places.take(ONE, () -> Uni.createFrom().nothing()).subscribe().with(never -> {});

        // When
        leaving.cancel();
        leaving.cancel();

        // Then
        held(ONE);
        refused(ONE, ProblemType.TOO_MANY);
    }

    private void held(SiteId site) {
        var begun = new AtomicBoolean();
        places.take(site, () -> {
                    begun.set(true);
                    return Uni.createFrom().nothing();
                })
                .subscribe()
                .with(never -> {});
        assertThat(begun).isTrue();
    }

    private void refused(SiteId site, ProblemType type) {
        var begun = new AtomicBoolean();
        var refused = places.take(site, () -> {
            begun.set(true);
            return Uni.createFrom().voidItem();
        });
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> refused.await().indefinitely())
                .returns(type, ProblemException::type)
                .matches(problem -> problem.retryAfter().orElseThrow().equals(Duration.ofSeconds(30)));
        assertThat(begun).isFalse();
    }
}
