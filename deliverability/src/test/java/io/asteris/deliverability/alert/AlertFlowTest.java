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
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.RecipientEvent;
import io.asteris.contract.event.RecipientReport;
import io.asteris.contract.event.SiteChanged;
import io.asteris.deliverability.Edges;
import io.asteris.deliverability.SiteApi;
import io.asteris.deliverability.TestFacts;
import io.asteris.deliverability.TestHook;
import io.asteris.deliverability.TestSmtp;
import io.asteris.deliverability.dns.TestDns;
import io.asteris.platform.crypto.SecretBox;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestClock;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From facts at the broker to a mail in somebody's inbox. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@WithTestResource(Edges.class)
class AlertFlowTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final AddressHash HASH = new AddressHash("AAECAwQFBgcICQoLDA0ODw");

    @Inject
    TestFacts facts;

    @Inject
    Rules rules;

    @Inject
    SecretBox secrets;

    TestSites sites;
    TestServers servers;

    @Inject
    DatabaseClock served;

    TestClock clock;
    TestSmtp smtp;
    TestDns dns;
    Sql sql;

    @AfterEach
    void restore() {
        clock.restore(served);
        smtp.refuse(false);
        dns.serve(Edges.ZONE);
    }

    @Test
    void theEleventhFailedSendRaisesOneAlertAndNothingRepeatsItUntilTheAllClear() {
        // Given
        SiteApi site = siteWithAdmin("owner1@admin.example");
        List<AttemptRecorded> first = facts.faults(site.site(), 10);
        counted(site.site(), first, 10);
        assertThat(incidents(site.site())).isZero();

        // When
        List<AttemptRecorded> eleventh = facts.faults(site.site(), 1);
        counted(site.site(), first, 10);
        assertThat(incidents(site.site())).isZero();
        counted(site.site(), eleventh, 11);

        // Then
        await().atMost(BOUND).until(() -> mails(site).size() == 1);
        assertThat(mails(site).getFirst())
                .contains("owner1@admin.example", "11 sends failed by main", "4.3.2 Service not")
                .doesNotContain("customer-canary");

        // When
        counted(site.site(), facts.faults(site.site(), 1_000), 1_011);
        counted(site.site(), eleventh, 1_011);

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
        counted(site.site(), facts.faults(site.site(), 11), 11);
        await().atMost(BOUND).until(() -> mails(site).size() == 1);

        // When the window has passed, and trouble comes back
        moveClock(Duration.ofHours(2));
        rules.judgeAll().await().atMost(BOUND);
        assertThat(open(site.site(), "failed_sends")).isOne();
        counted(site.site(), facts.faults(site.site(), 11), 22);

        // Then
        assertThat(incidents(site.site())).isOne();
        assertThat(mails(site)).hasSize(1);

        // When the cool-down has passed too
        moveClock(Duration.ofHours(4));

        // Then
        await().atMost(BOUND).until(() -> mails(site).size() == 2);
        assertThat(mails(site).getLast()).contains("all clear");
    }

    private void moveClock(Duration by) {
        Instant before = Instant.now();
        clock.set(by);
        await().atMost(BOUND).until(() -> facts.now().isAfter(before.plus(by).minusSeconds(60)));
    }

    /** {@link AnotherInstanceTest} goes on from here. */
    @Test
    void tenFailedSendsRaiseNothing() {
        // Given
        SiteApi site = SiteApi.ofNewSite(sites);

        // When
        counted(site.site(), facts.faults(site.site(), 10), 10);

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

    @Test
    void aFailingChannelFallsToTheNextAndIsShown() {
        try (TestHook broken = TestHook.answering(500);
                TestHook working = TestHook.answering(200)) {
            // Given
            SiteApi site = siteWithAdmin("owner2@admin.example");
            String secret = site.put("/alerts", """
                            {"channels":[{"type":"webhook","url":"%s","format":"slack"},
                                         {"type":"webhook","url":"%s"},{"type":"email"}]}
                            """.formatted(broken.url(), working.url()))
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("channels[1].secret");
            assertThat(secret).startsWith("whsec_");

            // When
            facts.publish(facts.faults(site.site(), 11));

            // Then
            await().atMost(BOUND).until(() -> working.calls().size() == 1);
            TestHook.Call call = working.calls().getFirst();
            assertThat(call.headers().get("webhook-signature")).isEqualTo(signature(secret, call));
            assertThat(call.body())
                    .contains("\"type\":\"alert.raised\"", "\"cause\":\"failed_sends\"")
                    .doesNotContain("customer-canary");
            assertThat(broken.calls()).hasSize(2);
            assertThat(broken.calls().getFirst().body()).contains("\"text\":");
            await().atMost(BOUND)
                    .until(() -> site.get("/alerts/history")
                                    .jsonPath()
                                    .getList("data[0].delivered")
                                    .size()
                            == 2);
            var history = site.get("/alerts/history").jsonPath();
            assertThat(history.getList("data[0].delivered.channel")).isEqualTo(List.of("slack", "webhook"));
            assertThat(history.getList("data[0].delivered.ok")).isEqualTo(List.of(false, true));
            assertThat(history.getString("data[0].delivered[0].error")).isEqualTo("the hook answered 500");
            assertThat(mails(site)).isEmpty();
        }
    }

    @Test
    void aMailThatIsRefusedIsShownWithoutTheAddressAndTriedAgain() {
        // Given
        SiteApi site = siteWithAdmin("owner3@admin.example");
        smtp.refuse(true);

        // When
        facts.publish(facts.faults(site.site(), 11));

        // Then
        await().atMost(BOUND).until(() -> site.get("/alerts/history").asString().contains("\"ok\":false"));
        assertThat(site.get("/alerts/history").asString())
                .contains("the SMTP server for alerts answered 550")
                .doesNotContain("@");
        smtp.refuse(false);
        await().atMost(BOUND).until(() -> mails(site).size() == 1);
    }

    @Test
    void alertsOfOtherServicesTakeTheSameWay() {
        // Given
        SiteApi site = siteWithAdmin("owner4@admin.example");
        var alert = new Alert(
                site.site(),
                Alert.Cause.DEAD_LETTERS,
                Alert.Severity.WARNING,
                facts.now(),
                facts.now(),
                1,
                "A record of mail.attempts could not be read by x-canary@y.example",
                "/dead-letters");

        // When
        facts.publish(List.of(new AlertEvent.Raised(alert), new AlertEvent.Raised(alert)));

        // Then
        await().atMost(BOUND).until(() -> mails(site).size() == 1);
        assertThat(mails(site).getFirst())
                .contains("could not be read", "http://localhost:8080/dead-letters")
                .doesNotContain("x-canary");

        // When
        facts.publish(List.of(new AlertEvent.Raised(alert), new AlertEvent.Cleared(alert)));

        // Then
        await().atMost(BOUND).until(() -> mails(site).size() == 2);
        assertThat(incidents(site.site())).isEqualTo(1);
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

    private SiteApi siteWithAdmin(String address) {
        var created = sites.create("settings:read", "settings:write");
        SiteApi api = SiteApi.of(created);
        String id = created.key().split("_", -1)[1];
        var key = new SiteChanged.Key(
                id, TestSites.hash(created.key()), Set.of("settings:read", "settings:write"), null, false);
        sites.publish(new SiteChanged(
                created.site(),
                "Shop " + created.site(),
                SiteChanged.State.ACTIVE,
                "Europe/Helsinki",
                List.of(),
                null,
                false,
                secrets.seal(created.site(), "admin_email", address),
                List.of(key),
                null));
        await().atMost(BOUND)
                .until(() -> address.equals(api.get("/alerts").jsonPath().getString("recipient")));
        return api;
    }

    /** Publishes, waits until that many failed sends are counted, and has the rules judged. */
    private void counted(SiteId site, List<? extends Event> events, long failed) {
        facts.publish(events);
        await().atMost(BOUND).until(() -> failed(site) == failed);
        rules.judgeAll().await().atMost(BOUND);
    }

    private long counted(SiteId site) {
        return sql.number("SELECT count(*) FROM deliverability.seen_message WHERE site = ?", site.value());
    }

    private long queued(SiteId site) {
        return sql.number("SELECT count(*) FROM deliverability.queued, unnest(sites) AS of WHERE of = ?", site.value());
    }

    private long failed(SiteId site) {
        return sql.number(
                "SELECT count(*) FROM deliverability.seen_message WHERE site = ? AND failed_at IS NOT NULL",
                site.value());
    }

    private long incidents(SiteId site) {
        return sql.number("SELECT count(*) FROM deliverability.incident WHERE site = ?", site.value());
    }

    private long open(SiteId site, String cause) {
        return sql.number(
                "SELECT count(*) FROM deliverability.incident WHERE site = ? AND cause = ? AND cleared_at IS NULL",
                site.value(),
                cause);
    }

    private List<String> causes(SiteApi site) {
        return site.get("/alerts/history").jsonPath().getList("data.cause", String.class);
    }

    private List<String> mails(SiteApi site) {
        return smtp.mailsWith("Shop " + site.site());
    }

    private MessageId id() {
        return MessageId.mint(facts.now());
    }

    private RecipientReport report(AttemptRecorded of, RecipientReport.Classification classification) {
        return new RecipientReport(
                of.message(), of.site(), 0, HASH, of.preset(), "event", facts.now(), classification, null, null);
    }

    private static String signature(String secret, TestHook.Call call) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
            String signed = call.headers().get("webhook-id") + "."
                    + call.headers().get("webhook-timestamp") + "." + call.body();
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
