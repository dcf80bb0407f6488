package io.asteris.deliverability.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.deliverability.Edges;
import io.asteris.deliverability.SiteApi;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a failed send is, and from facts at the broker to a mail in somebody's inbox. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@WithTestResource(Edges.class)
class FailedSendsTest extends AlertTest {
    @Inject
    DatabaseClock served;

    TestClock clock;

    @AfterEach
    void restore() {
        clock.restore(served);
    }

    @Test
    void theEleventhFailedSendRaisesOneAlertAndNothingRepeatsItUntilTheAllClear() {
        // Given
        SiteApi site = siteWithAdmin("owner1@admin.example");
        List<AttemptRecorded> first = facts.faults(site.site(), 10);
        judged(site.site(), first, 10);
        assertThat(incidents(site.site())).isZero();

        // When
        List<AttemptRecorded> eleventh = facts.faults(site.site(), 1);
        judged(site.site(), first, 10);
        assertThat(incidents(site.site())).isZero();
        judged(site.site(), eleventh, 11);

        // Then
        await().atMost(BOUND).until(() -> mails(site).size() == 1);
        assertThat(mails(site).getFirst())
                .contains("owner1@admin.example", "11 sends failed by main", "4.3.2 Service not")
                .doesNotContain("customer-canary");

        // When
        judged(site.site(), facts.faults(site.site(), 1_000), 1_011);
        judged(site.site(), eleventh, 1_011);

        // Then
        assertThat(incidents(site.site())).isEqualTo(1);
        assertThat(mails(site)).hasSize(1);
        await().atMost(BOUND).until(() -> site.get("/alerts/history").jsonPath().getInt("data[0].count") == 1_011);

        // When
        clock.set(Duration.ofHours(2));

        // Then
        await().atMost(BOUND).until(() -> mails(site).size() == 2);
        assertThat(mails(site).getLast()).contains("all clear");
        assertThat(site.get("/alerts/history").jsonPath().getString("data[0].cleared_at"))
                .isNotNull();
        assertThat(site.get("/alerts/history").jsonPath().getList("data[0].delivered.ok"))
                .isEqualTo(List.of(true, true));
        assertThat(servers.topic(Topic.ALERTS).of(site.site() + "/failed_sends"))
                .extracting("type")
                .containsExactly("alert.raised.v1", "alert.cleared.v1");
        rules.judgeAll().await().atMost(BOUND);
        assertThat(incidents(site.site())).isEqualTo(1);
    }

    @Test
    void troubleThatComesBackWithinTheCoolDownIsNotToldAgain() {
        // Given
        SiteApi site = siteWithAdmin("owner6@admin.example");
        site.put("/alerts", """
                        {"rules":[{"kind":"failed_sends","threshold":10,"window":"PT1H","enabled":true,"cool_down":"PT3H"}]}
                        """).then().statusCode(200);
        judged(site.site(), facts.faults(site.site(), 11), 11);
        await().atMost(BOUND).until(() -> mails(site).size() == 1);

        // When the window has passed, and trouble comes back
        moveClock(Duration.ofHours(2));
        rules.judgeAll().await().atMost(BOUND);
        assertThat(open(site.site(), "failed_sends")).isOne();
        judged(site.site(), facts.faults(site.site(), 11), 22);

        // Then
        assertThat(incidents(site.site())).isOne();
        assertThat(mails(site)).hasSize(1);

        // When the cool-down has passed too
        moveClock(Duration.ofHours(4));

        // Then
        await().atMost(BOUND).until(() -> mails(site).size() == 2);
        assertThat(mails(site).getLast()).contains("all clear");
    }

    /** {@link AnotherInstanceTest} goes on from here. */
    @Test
    void tenFailedSendsRaiseNothing() {
        // Given
        SiteApi site = SiteApi.ofNewSite(sites);

        // When
        judged(site.site(), facts.faults(site.site(), 10), 10);

        // Then
        assertThat(incidents(site.site())).isZero();
        System.setProperty(AnotherInstanceTest.BEFORE, site.site().value());
    }

    @Test
    void whatAFailedSendIsDoesNotDependOnOrderOrRepeats() {
        // Given
        SiteId site = SiteApi.ofNewSite(sites).site();
        var all = new ArrayList<Event>();
        // Counts: once for each of these messages.
        for (DispatchState end : List.of(DispatchState.FAILED, DispatchState.EXPIRED, DispatchState.UNKNOWN)) {
            MessageId message = id();
            all.add(facts.attempt(site, message, AnswerKind.NOT_TAKEN, Cause.TRANSIENT, 451, null, "busy"));
            all.add(facts.state(site, message, 3, DispatchState.RETRY_WAIT));
            all.add(facts.state(site, message, 9, end));
        }
        MessageId blocked = id();
        all.add(facts.attempt(site, blocked, AnswerKind.REFUSED, Cause.RECIPIENT, 550, "5.7.1", "not you"));
        all.add(facts.state(site, blocked, 3, DispatchState.FAILED));
        MessageId lost = id();
        all.add(facts.attempt(site, lost, AnswerKind.UNKNOWN, Cause.TRANSIENT, 504, null, "no answer"));
        all.add(facts.state(site, lost, 3, DispatchState.UNKNOWN));
        // Does not count: a bounce, a quota, a success, an answer that may yet come, a correction.
        MessageId bounced = id();
        all.add(facts.attempt(site, bounced, AnswerKind.REFUSED, Cause.RECIPIENT, 550, "5.1.1", "no such user"));
        all.add(facts.state(site, bounced, 3, DispatchState.FAILED));
        all.add(facts.attempt(site, id(), AnswerKind.NOT_TAKEN, Cause.THROTTLED, 429, null, "slow down"));
        MessageId open = id();
        all.add(facts.attempt(site, open, AnswerKind.UNKNOWN, Cause.TRANSIENT, 504, null, "no answer"));
        MessageId corrected = id();
        all.add(facts.state(site, corrected, 3, DispatchState.UNKNOWN));
        all.add(facts.state(site, corrected, 4, DispatchState.SENT));
        all.addAll(facts.taken(site, "smtp", 1));

        // When
        var shuffled = new ArrayList<>(all);
        Collections.reverse(shuffled);
        facts.publish(shuffled);
        facts.publish(all);
        facts.publish(facts.taken(site, "smtp", 1));

        // Then
        await().atMost(BOUND).until(() -> counted(site) == 11);
        assertThat(failed(site)).isEqualTo(5);
        assertThat(sql.number("SELECT sum(messages)::bigint FROM deliverability.hourly WHERE site = ?", site.value()))
                .isEqualTo(11);
    }

    private void moveClock(Duration by) {
        Instant before = Instant.now();
        clock.set(by);
        await().atMost(BOUND).until(() -> facts.now().isAfter(before.plus(by).minusSeconds(60)));
    }

    /** Publishes, waits until that many failed sends are counted, and has the rules judged. */
    private void judged(SiteId site, List<? extends Event> events, long failed) {
        facts.publish(events);
        await().atMost(BOUND).until(() -> failed(site) == failed);
        rules.judgeAll().await().atMost(BOUND);
    }
}
