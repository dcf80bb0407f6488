package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AddressKey;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.EraseOrdered;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deleting an entry, erasing an address, masking secrets: what is gone, and what late facts do not bring back. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class EraseTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    TestMail mail;

    @Inject
    AddressKey key;

    TestSites sites;
    TestServers servers;
    Sql sql;

    @Test
    void aDeletedEntryIsGoneWithItsContentAndLateFactsDoNotBringItBack() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope gone = mail.sent(site, "a@one.example");
        Envelope next = mail.stored(site.site(), "next", "a@one.example");

        // When
        int foreign = LogApi.ofNewSite(sites).delete("/logs/" + gone.message()).statusCode();
        Response deleted = site.delete("/logs/" + gone.message());
        mail.publish(mail.ordinary(gone));
        mail.publish(mail.ordinary(next));
        site.entry(next.message(), "sent");

        // Then
        assertThat(foreign).isEqualTo(404);
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(site.get("/logs/" + gone.message()).statusCode()).isEqualTo(404);
        assertThat(site.delete("/logs/" + gone.message()).statusCode()).isEqualTo(404);
        assertThat(mail.content(site.site(), gone.message())).isEmpty();
        assertThat(rows("entry", gone)).isZero();
        assertThat(rows("body", gone)).isZero();
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(servers.topic(Topic.MAIL_ORDERS).all())
                        .filteredOn(record -> record.key().equals(gone.message().text()))
                        .extracting(record -> record.as(EraseOrdered.class).site())
                        .containsExactly(site.site()));
    }

    @Test
    void anEntryWhoseMessageIsStillUnderWayIsNotDeleted() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope envelope = mail.stored(site.site(), "under way", "a@one.example");
        mail.publish(mail.ordinary(envelope).subList(0, 2));
        site.entry(envelope.message(), "queued");

        // When
        Response refused = site.delete("/logs/" + envelope.message());

        // Then
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(site.get("/logs/" + envelope.message()).statusCode()).isEqualTo(200);
    }

    @Test
    void anErasedAddressIsGoneEverywhereTheStatesStayAndNothingRevivesIt() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope hers = mail.sent(site, "Anna@one.example");
        Envelope late = mail.stored(site.site(), "late", "anna@one.example");
        Envelope his = mail.sent(site, "joanna@one.example");

        // When
        Response started = site.post("/logs/erase", "{\"address\":\"ANNA@one.example\"}", Map.of());
        String job = started.jsonPath().getString("id");
        await().atMost(BOUND).untilAsserted(() -> assertThat(
                        site.get("/jobs/" + job).jsonPath().getString("state"))
                .isEqualTo("finished"));
        mail.publish(mail.ordinary(hers));
        mail.publish(mail.ordinary(late));

        // Then
        assertThat(started.statusCode()).isEqualTo(202);
        assertThat(started.jsonPath().getInt("total")).isEqualTo(1);
        assertThat(started.header("Location")).endsWith("/jobs/" + job);
        site.entry(late.message(), "sent");
        for (MessageId erased : List.of(hers.message(), late.message())) {
            JsonPath entry = site.entry(erased, "sent");
            assertThat(entry.getList("to")).isEmpty();
            assertThat(entry.getString("subject")).isNull();
            assertThat(entry.getList("recipients.status")).isEqualTo(List.of("sent"));
            assertThat(site.get("/logs/" + erased + "/content").statusCode()).isEqualTo(404);
        }
        assertThat(mail.content(site.site(), hers.message())).isEmpty();
        var order = servers.topic(Topic.MAIL_ORDERS)
                .await(record -> record.key().equals(hers.message().text()));
        assertThat(order.as(EraseOrdered.class).hash())
                .as("who keeps the address without a message knows it by this")
                .isEqualTo(key.hash(site.site(), EmailAddress.of("anna@one.example")));
        assertThat(site.get("/logs", Map.of("q", "to:anna")).jsonPath().getList("data.id"))
                .isEqualTo(List.of(his.message().text()));
        assertThat(LogApi.ofNewSite(sites).get("/jobs/" + job).statusCode()).isEqualTo(404);
        assertThat(sql.number(
                        "SELECT count(*) FROM log.entry e WHERE site = ? AND e::text ILIKE '%anna@one%' AND e::text NOT ILIKE '%joanna%'",
                        site.site().value()))
                .isZero();
        assertThat(site.post("/logs/erase", "{\"address\":\"nobody\"}", Map.of())
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void mailWithSecretsIsKeptMaskedButMayStillBeSentAgain() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        var reset = new Body(null, "Reset it: https://s.example/wp-login.php?action=rp&key=SeCrEt99");
        Envelope byRule = mail.stored(site.site(), "Password reset", reset, "a@one.example");
        var code = new Body("<p>Use 482913</p>", null);
        Envelope byFlag = mail.stored(site.site(), "482913 for you", code, "b@one.example");

        // When
        mail.publish(mail.ordinary(byRule));
        List<Event> facts = new ArrayList<>(mail.ordinary(byFlag));
        facts.set(0, sensitive(mail.accepted(byFlag)));
        mail.publish(facts);
        site.entry(byRule.message(), "sent");
        JsonPath flagged = site.entry(byFlag.message(), "sent");

        // Then
        assertThat(flagged.getString("subject")).isEqualTo("••• for you");
        JsonPath ruled = site.get("/logs/" + byRule.message() + "/content").jsonPath();
        assertThat(ruled.getString("text")).isEqualTo("Reset it: https://s.example/•••");
        assertThat(ruled.getBoolean("masked")).isTrue();
        assertThat(site.get("/logs/" + byFlag.message() + "/content?part=html")
                        .jsonPath()
                        .getString("html"))
                .isEqualTo("<p>Use •••</p>");
        assertThat(site.post("/logs/" + byRule.message() + "/resend").statusCode())
                .isEqualTo(202);
        assertThat(sql.number(
                        "SELECT count(*) FROM log.body_read WHERE message = ? AND site = ?",
                        byRule.message().value(),
                        site.site().value()))
                .isEqualTo(1);
    }

    private static MessageAccepted sensitive(MessageAccepted event) {
        return new MessageAccepted(
                event.message(),
                event.site(),
                event.kind(),
                event.acceptedAt(),
                event.source(),
                event.tags(),
                event.metadata(),
                event.size(),
                event.attachments(),
                event.fromDomain(),
                event.recipients(),
                null,
                null,
                null,
                null,
                null,
                true);
    }

    private long rows(String table, Envelope envelope) {
        return sql.number(
                "SELECT count(*) FROM log." + table + " WHERE message = ?",
                envelope.message().value());
    }
}
