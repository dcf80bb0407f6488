package io.asteris.deliverability.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AddressHash;
import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.RecipientEvent;
import io.asteris.contract.event.RecipientReport;
import io.asteris.deliverability.Edges;
import io.asteris.deliverability.SiteApi;
import io.asteris.deliverability.dns.TestDns;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What else is told of: rates, silence, credentials and domains, and how messages are counted for it. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@WithTestResource(Edges.class)
class OtherTroublesTest extends AlertTest {
    private static final AddressHash HASH = new AddressHash("AAECAwQFBgcICQoLDA0ODw");

    @Inject
    DatabaseClock served;

    TestClock clock;
    TestDns dns;

    @AfterEach
    void restore() {
        clock.restore(served);
        dns.serve(Edges.ZONE);
    }

    @Test
    void ratesAreJudgedByWhatWasSent() {
        // Given
        SiteApi site = SiteApi.ofNewSite(sites);
        List<AttemptRecorded> sent = facts.taken(site.site(), "sendgrid", 60);
        facts.publish(sent);

        // When
        var reports = new ArrayList<Event>();
        for (AttemptRecorded one : sent.subList(0, 4)) {
            reports.add(new RecipientEvent.Bounced(report(one, RecipientReport.Classification.HARD)));
        }
        for (AttemptRecorded one : sent.subList(10, 20)) {
            reports.add(new RecipientEvent.Bounced(report(one, RecipientReport.Classification.BLOCKED)));
        }
        reports.add(new RecipientEvent.Complained(report(sent.get(30), null)));
        facts.publish(reports);
        facts.publish(reports);

        // Then
        await().atMost(BOUND).until(() -> causes(site).containsAll(Set.of("bounce_rate", "complaint_rate")));
        assertThat(site.get("/alerts/history").jsonPath().getList("data.summary", String.class))
                .anySatisfy(text -> assertThat(text).contains("4 of 60", "6.7 percent"))
                .anySatisfy(text -> assertThat(text).contains("1 of 60"));
    }

    @Test
    void whatDoesNotHappenIsToldToo() {
        // Given
        SiteApi site = SiteApi.ofNewSite(sites);
        List<AttemptRecorded> heard = facts.taken(site.site(), "sendgrid", 1);
        facts.publish(heard);
        facts.publish(List.of(new RecipientEvent.Delivered(report(heard.getFirst(), null))));
        facts.publish(facts.taken(site.site(), "sendgrid", 6));
        facts.publish(List.of(facts.state(site.site(), id(), 1, DispatchState.QUEUED)));
        MessageId lost = id();
        facts.publish(List.of(facts.state(site.site(), lost, 5, DispatchState.UNKNOWN)));
        sql.execute("""
                INSERT INTO deliverability.hourly (site, hour, messages)
                SELECT ?, date_trunc('hour', now()) - week * interval '7 days' - interval '2 hours', 500
                FROM generate_series(1, 3) AS week
                """, site.site().value());
        await().atMost(BOUND).until(() -> counted(site.site()) == 8);

        // When
        clock.set(Duration.ofHours(7));

        // Then
        await().atMost(BOUND).until(() -> causes(site)
                .containsAll(Set.of("provider_silent", "queue_age", "unknown_outcome", "quiet")));
        assertThat(site.get("/alerts/history").jsonPath().getList("data.summary", String.class))
                .anySatisfy(text -> assertThat(text).contains("about 375 messages", "now it is"));
    }

    @Test
    void aMessageIsCountedOnceWhenItIsSentOrWhenItHasWaitedForAWhile() {
        // Given
        SiteId site = SiteApi.ofNewSite(sites).site();
        MessageId sent = id();
        var queued = List.of(
                facts.state(site, sent, 1, DispatchState.QUEUED), facts.state(site, id(), 1, DispatchState.QUEUED));
        facts.publish(queued);
        await().atMost(BOUND).until(() -> queued(site) == 2);

        // When
        facts.publish(List.of(facts.state(site, sent, 3, DispatchState.SENT)));

        // Then
        await().atMost(BOUND).until(() -> counted(site) == 1);

        // When
        facts.publish(queued.subList(0, 1));
        await().atMost(BOUND).until(() -> queued(site) == 3);
        clock.set(Duration.ofMinutes(1));

        // Then
        await().atMost(BOUND).until(() -> counted(site) == 2 && queued(site) == 0);
        assertThat(sql.number(
                        "SELECT count(*) FROM deliverability.seen_message WHERE message = ? AND state = 'sent'",
                        sent.value()))
                .isOne();
        assertThat(sql.number("SELECT sum(messages)::bigint FROM deliverability.hourly WHERE site = ?", site.value()))
                .isEqualTo(2);
    }

    @Test
    void refusedCredentialsAreToldAtTheFirstAttemptAndClearedWhenMailIsTakenAgain() {
        // Given
        SiteApi site = SiteApi.ofNewSite(sites);
        facts.publish(List.of(facts.attempt(
                site.site(), id(), AnswerKind.NOT_TAKEN, Cause.CONFIGURATION, 535, "5.7.8", "bad credentials")));
        await().atMost(BOUND).until(() -> open(site.site(), "authorise") == 1);
        assertThat(causes(site)).containsExactly("authorise");

        // When
        facts.publish(facts.taken(site.site(), "smtp", 1));

        // Then
        await().atMost(BOUND).until(() -> open(site.site(), "authorise") == 0);
    }

    @Test
    void aDomainThatGetsWorseIsToldWithBeforeAndAfter() {
        // Given
        SiteApi site = siteWithAdmin("owner5@admin.example");
        facts.provider(site.site(), "gmail", "good.test");
        await().atMost(BOUND)
                .until(() -> sql.number(
                                "SELECT count(*) FROM deliverability.dns_history WHERE site = ?",
                                site.site().value())
                        == 1);

        // When
        dns.serve(Edges.ZONE
                .replace("p=reject", "p=rejekt")
                .replace("include:_spf.google.com ~all\"\ngood", "ip4:192.0.2.1 ~all\"\ngood"));

        // Then
        await().atMost(BOUND).until(() -> causes(site).contains("dns_drift"));
        assertThat(site.get("/alerts/history").jsonPath().getString("data[0].summary"))
                .contains("SPF went from pass to warn", "include:_spf.google.com", "ip4:192.0.2.1", "DMARC")
                .doesNotContain("reports-canary");
        await().atMost(BOUND).until(() -> mails(site).size() == 1);
        servers.topic(Topic.SETTINGS)
                .await(
                        2,
                        record -> record.type().equals("dns.changed.v1")
                                && record.key().equals(site.site() + "/dns/good.test"));

        // When
        dns.serve(Edges.ZONE);

        // Then
        await().atMost(BOUND).until(() -> open(site.site(), "dns_drift") == 0);
    }

    private long queued(SiteId site) {
        return sql.number("SELECT count(*) FROM deliverability.queued, unnest(sites) AS of WHERE of = ?", site.value());
    }

    private RecipientReport report(AttemptRecorded of, RecipientReport.Classification classification) {
        return new RecipientReport(
                of.message(), of.site(), 0, HASH, of.preset(), "event", facts.now(), classification, null, null);
    }
}
