package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.DispatchState;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.contract.event.AttemptRecorded.RecipientSaid;
import io.asteris.contract.event.Event;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From facts at the broker to entries over REST. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class LogFlowTest {
    @Inject
    TestMail mail;

    TestSites sites;
    Sql sql;

    @Test
    void aMessageIsShownWithItsAnswerAttemptsAndTimeline() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope envelope = mail.store(
                site.site(),
                "Deine Bestellung ✓",
                List.of(
                        to(0, RecipientField.TO, "anna@one.example"),
                        to(1, RecipientField.CC, "bert@two.example"),
                        to(2, RecipientField.BCC, "cara@three.example")));

        // When
        mail.publish(mail.ordinary(envelope));

        // Then
        JsonPath entry = site.entry(envelope.message(), "sent");
        assertThat(entry.getString("id")).isEqualTo(envelope.message().text());
        assertThat(entry.getString("site")).isEqualTo(site.site().value());
        assertThat(entry.getString("from")).isEqualTo("\"My shop\" <shop@localhost.example>");
        assertThat(entry.getList("to")).isEqualTo(List.of("anna@one.example"));
        assertThat(entry.getList("cc")).isEqualTo(List.of("bert@two.example"));
        assertThat(entry.getList("bcc")).isEqualTo(List.of("cara@three.example"));
        assertThat(entry.getString("subject")).isEqualTo("Deine Bestellung ✓");
        assertThat(entry.getString("source")).isEqualTo("woocommerce");
        assertThat(entry.getString("provider")).isEqualTo("main");
        assertThat(entry.getString("answer")).isEqualTo("250 2.0.0 Ok: queued as 4F1A2");
        assertThat(entry.getString("error")).isNull();
        assertThat(entry.getList("tags")).isEqualTo(List.of("order"));
        assertThat(entry.getMap("metadata")).isEqualTo(Map.of("order", "1042"));
        assertThat(entry.getLong("size")).isEqualTo(2048);
        assertThat(entry.getBoolean("possible_duplicate")).isFalse();
        assertThat(entry.getList("attachments.filename")).isEqualTo(List.of("Rechnung ä.pdf"));
        assertThat(entry.getList("recipients.status")).isEqualTo(List.of("sent", "sent", "sent"));
        assertThat(entry.getList("recipients.field")).isEqualTo(List.of("to", "cc", "bcc"));
        assertThat(entry.getInt("attempts[0].number")).isEqualTo(1);
        assertThat(entry.getInt("attempts[0].millis")).isEqualTo(7);
        assertThat(entry.getInt("attempts[0].code")).isEqualTo(250);
        assertThat(entry.getString("attempts[0].answer")).isEqualTo("taken");
        assertThat(entry.getList("timeline.type")).isEqualTo(List.of("accepted", "attempt", "state", "state"));
        assertThat(entry.getList("timeline.findAll { it.type == 'state' }.status"))
                .isEqualTo(List.of("queued", "sent"));
        assertThat(entry.getString("created_at"))
                .isEqualTo(envelope.message().instant().toString());
    }

    @Test
    void everyOrderOfArrivalGivesTheSameEntryAndRepeatsChangeNothing() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        var envelopes = new ArrayList<Envelope>();
        var arrivals = new ArrayList<List<Event>>();
        for (List<Integer> order : Orders.of(List.of(0, 1, 2, 3))) {
            Envelope envelope = mail.stored(site.site(), "Order", "a@one.example");
            List<Event> facts = mail.ordinary(envelope);
            envelopes.add(envelope);
            arrivals.add(order.stream().map(facts::get).toList());
        }

        // When
        for (int step = 0; step < 4; step++) {
            int now = step;
            mail.publish(arrivals.stream().map(order -> order.get(now)).toList());
            mail.publish(arrivals.stream().map(order -> order.get(now / 2)).toList());
        }

        // Then
        for (Envelope envelope : envelopes) {
            JsonPath entry = site.entry(envelope.message(), "sent", 4);
            assertThat(entry.getList("attempts")).hasSize(1);
            assertThat(entry.getString("subject")).isEqualTo("Order");
        }
        JsonPath list = site.get("/logs", Map.of("count", true)).jsonPath();
        assertThat(list.getInt("total")).isEqualTo(24);
        assertThat(list.getList("data.id")).doesNotHaveDuplicates().hasSize(24);
    }

    @Test
    void aMessageWithMixedRecipientsBearsTheWorstOfThem() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope envelope =
                mail.stored(site.site(), "Mixed", "good@one.example", "gone@two.example", "no@three.example");
        var said = List.of(
                new RecipientSaid(0, AnswerKind.TAKEN, 250, null, "ok"),
                new RecipientSaid(1, AnswerKind.REFUSED, 550, "5.1.1", "user unknown"),
                new RecipientSaid(2, AnswerKind.REFUSED, 550, "5.7.1", "not you"));

        // When
        mail.publish(List.of(
                mail.accepted(envelope),
                mail.attempt(envelope, 1, AnswerKind.TAKEN, 250, "ok", said),
                mail.state(envelope, 2, DispatchState.SENT)));

        // Then
        JsonPath entry = site.entry(envelope.message(), "bounced");
        assertThat(entry.getList("recipients.status")).isEqualTo(List.of("sent", "bounced", "failed"));
        assertThat(entry.getString("recipients[1].reason")).isEqualTo("550 user unknown");
        assertThat(site.get("/logs", Map.of("status", "bounced")).jsonPath().getList("data.id"))
                .isEqualTo(List.of(envelope.message().text()));
    }

    @Test
    void aBodyIsKeptSealedAndShownToThoseWhoMayReadIt() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope envelope = mail.stored(site.site(), "With body", "a@one.example");
        mail.publish(mail.ordinary(envelope));
        site.entry(envelope.message(), "sent", 4);
        sql.execute(
                "DELETE FROM content.blob WHERE message = ?", envelope.message().value());

        // When
        JsonPath content = site.get("/logs/" + envelope.message() + "/content").jsonPath();

        // Then
        assertThat(content.getString("text")).isEqualTo(TestMail.CANARY);
        assertThat(content.getString("html")).isEqualTo("<p>" + TestMail.CANARY + "</p>");
        assertThat(sql.number(
                        "SELECT count(*) FROM log.body_read WHERE message = ?",
                        envelope.message().value()))
                .isEqualTo(1);
        assertThat(sql.number("SELECT count(*) FROM log.entry e WHERE e::text LIKE ?", "%" + TestMail.CANARY + "%"))
                .isZero();
        assertThat(sql.number(
                        "SELECT count(*) FROM log.body WHERE position(convert_to(?, 'UTF8') IN sealed) > 0",
                        TestMail.CANARY))
                .isZero();
        assertThat(sql.number(
                        "SELECT count(*) FROM log.body WHERE message = ?",
                        envelope.message().value()))
                .isEqualTo(1);
    }

    private static Recipient to(int position, RecipientField field, String address) {
        return new Recipient(position, field, Mailbox.of(EmailAddress.of(address)));
    }
}
