package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.DispatchState;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counting without reading the log. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class StatsTest {
    @Inject
    TestMail mail;

    @Inject
    DatabaseClock clock;

    TestSites sites;

    @Test
    void aMessageCountsOnceInItsPresentStateHoweverOftenFactsCome() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope sent = mail.stored(site.site(), "One", "a@gmail.com", "b@shop.example");
        Envelope failed = mail.stored(site.site(), "Two", "c@gmail.com");

        // When
        mail.publish(mail.ordinary(sent));
        mail.publish(List.of(
                mail.accepted(failed),
                mail.state(failed, 1, DispatchState.QUEUED),
                mail.state(failed, 2, DispatchState.FAILED)));
        site.entry(sent.message(), "sent");
        site.entry(failed.message(), "failed");
        mail.publish(mail.ordinary(sent));

        // Then
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(counts(site, "status", "day")).isEqualTo(Map.of("sent", 1, "failed", 1));
            assertThat(counts(site, "source", "hour")).isEqualTo(Map.of("woocommerce", 2));
            assertThat(counts(site, "provider", "day")).isEqualTo(Map.of("main", 1, "", 1));
            assertThat(counts(site, "domain", "day")).isEqualTo(Map.of("gmail.com", 2, "other", 1));
        });
        assertThat(site.get("/stats", period("status", "hour")).jsonPath().getString("data[0].at"))
                .isEqualTo(
                        sent.message().instant().truncatedTo(ChronoUnit.HOURS).toString());
        assertThat(counts(LogApi.ofNewSite(sites), "status", "day")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Asia/Kolkata,30", "Asia/Kathmandu,15", "Europe/Athens,0"})
    void hoursAndDaysAreThoseOfTheSitesClock(ZoneId zone, int minute) {
        // Given
        LogApi site = LogApi.ofNewSiteIn(zone, sites);
        LocalDate day = LocalDate.ofInstant(clock.now(), zone).minusDays(1);
        Instant midnight = day.atStartOfDay(zone).toInstant();
        Envelope late = acceptedAt(site, midnight.minusSeconds(60));
        Envelope early = acceptedAt(site, midnight.plusSeconds(60));

        // When
        mail.publish(mail.ordinary(late));
        mail.publish(mail.ordinary(early));
        site.entry(late.message(), "sent");
        site.entry(early.message(), "sent");

        // Then
        var days = Map.of("from", day.minusDays(1).toString(), "to", day.toString(), "bucket", "day");
        assertThat(site.get("/stats", days).jsonPath().getList("data.at"))
                .isEqualTo(
                        List.of(day.minusDays(1).atStartOfDay(zone).toInstant().toString(), midnight.toString()));
        var hours = Map.of("from", day.toString(), "to", day.toString(), "bucket", "hour");
        assertThat(site.get("/stats", hours).jsonPath().getList("data.at")).isEqualTo(List.of(midnight.toString()));
        assertThat(midnight.atZone(ZoneOffset.UTC).getMinute()).isEqualTo(minute);
    }

    private Envelope acceptedAt(LogApi site, Instant moment) {
        var to = new Recipient(0, RecipientField.TO, Mailbox.of("a@one.example"));
        Envelope now = mail.unstored(site.site(), "Order", List.of(to));
        return new Envelope(
                MessageId.mint(moment),
                now.site(),
                now.from(),
                now.replyTo(),
                now.recipients(),
                now.subject(),
                now.headers(),
                now.attachments(),
                moment,
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "from=2026-01-01,?to",
        "from=2026-01-01&to=2026-01-02&by=subject,?by",
        "from=2026-01-01&to=2026-01-02&bucket=week,?bucket",
        "from=2026-01-01&to=2026-03-02&bucket=hour,?to"
    })
    void aBadParameterIsNamed(String query, String pointer) {
        var answer = LogApi.ofNewSite(sites).get("/stats?" + query);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("errors[0].pointer")).isEqualTo(pointer);
    }

    private Map<String, Integer> counts(LogApi site, String by, String bucket) {
        var counts = new HashMap<String, Integer>();
        site.get("/stats", period(by, bucket))
                .jsonPath()
                .<Map<String, Object>>getList("data")
                .forEach(count -> counts.merge((String) count.get("key"), (Integer) count.get("count"), Integer::sum));
        return counts;
    }

    private Map<String, String> period(String by, String bucket) {
        var today = clock.now().atZone(ZoneOffset.UTC).toLocalDate();
        return Map.of(
                "from", today.minusDays(1).toString(), "to", today.plusDays(1).toString(), "by", by, "bucket", bucket);
    }
}
