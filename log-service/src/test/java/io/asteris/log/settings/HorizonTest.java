package io.asteris.log.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HorizonTest {
    private static final ZoneId HELSINKI = ZoneId.of("Europe/Helsinki");

    /** In these zones 03:00 does not exist in spring and comes twice in autumn. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Helsinki,2026-03-28T12:00",
        "Europe/Athens,2026-03-28T12:00",
        "Europe/Kyiv,2026-03-28T12:00",
        "Europe/Helsinki,2026-10-24T12:00",
        "Europe/Athens,2026-10-24T12:00",
        "Europe/Kyiv,2026-10-24T12:00",
        "UTC,2026-10-24T12:00"
    })
    void itMovesOncePerLocalDateAlsoWhenTheClockChanges(String zone, String from) {
        // Given
        ZoneId id = ZoneId.of(zone);
        Instant start = LocalDateTime.parse(from).atZone(id).toInstant();
        var seen = new TreeSet<Instant>();
        Instant before = Instant.EPOCH;

        // When
        for (int minutes = 0; minutes < 3 * 24 * 60; minutes += 5) {
            Instant horizon = Horizon.of(terms(Retention.DAYS_7), id, start.plus(Duration.ofMinutes(minutes)));
            assertThat(horizon).isAfterOrEqualTo(before);
            before = horizon;
            seen.add(horizon);
        }

        // Then
        assertThat(seen).hasSize(4);
    }

    @Test
    void itMovesAtThreeAndOnTheDayWithoutAThreeWhereTheClockGoesOn() {
        assertThat(Horizon.lastPurge(HELSINKI, at("2026-03-27T02:59"))).hasToString("2026-03-26");
        assertThat(Horizon.lastPurge(HELSINKI, at("2026-03-27T03:00"))).hasToString("2026-03-27");
        assertThat(Horizon.lastPurge(HELSINKI, at("2026-03-29T02:59"))).hasToString("2026-03-28");
        assertThat(Horizon.lastPurge(HELSINKI, at("2026-03-29T04:00"))).hasToString("2026-03-29");
    }

    @Test
    void aShorterRetentionHoldsFromTheNextPurgeOnAndALongerOneBringsNothingBack() {
        // Given
        Instant noon = at("2026-05-20T12:00");
        var thirty = terms(Retention.DAYS_30);
        Instant horizon = Horizon.of(thirty, HELSINKI, noon);

        // When
        var seven = thirty.changed(Retention.DAYS_7, HELSINKI, noon);
        var backAtOnce = seven.changed(Retention.DAYS_30, HELSINKI, noon.plusSeconds(60));
        Instant next = at("2026-05-21T12:00");
        var backLater = seven.changed(Retention.DAYS_30, HELSINKI, next);

        // Then
        assertThat(Horizon.of(seven, HELSINKI, noon.plusSeconds(60))).isEqualTo(horizon);
        assertThat(Horizon.of(backAtOnce, HELSINKI, next)).isEqualTo(at("2026-04-21T03:00"));
        assertThat(Horizon.of(seven, HELSINKI, next)).isEqualTo(at("2026-05-14T03:00"));
        assertThat(Horizon.of(backLater, HELSINKI, next)).isEqualTo(at("2026-05-14T03:00"));
        assertThat(Horizon.of(backLater, HELSINKI, at("2026-06-20T12:00"))).isEqualTo(at("2026-05-21T03:00"));
    }

    @Test
    void foreverHidesNothing() {
        assertThat(Horizon.of(terms(Retention.FOREVER), HELSINKI, at("2026-05-20T12:00")))
                .isEqualTo(Instant.EPOCH);
    }

    private static Horizon.Terms terms(Retention retention) {
        return new Horizon.Terms(retention, null, null, null);
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(HELSINKI).toInstant();
    }
}
