package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.DispatchState;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.Json;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.Topic;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Header;
import io.asteris.contract.content.Recipient;
import io.asteris.contract.event.ResendOrdered;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.SeenRecord;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending closed messages again, one or many. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class ResendTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    TestMail mail;

    TestSites sites;
    TestServers servers;
    Sql sql;

    @Test
    void aClosedMessageIsSentAgainUnderANewIdWithItsContent() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope original = sent(site);

        // When
        Response answer = site.post("/logs/" + original.message() + "/resend");

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        MessageId fresh = MessageId.of(answer.jsonPath().getString("id"));
        assertThat(fresh).isNotEqualTo(original.message());
        assertThat(answer.jsonPath().getString("resend_of"))
                .isEqualTo(original.message().text());
        assertThat(answer.header("Location")).endsWith("/logs/" + fresh);
        ResendOrdered order = order(fresh);
        assertThat(order.of()).isEqualTo(original.message());
        assertThat(order.source()).isEqualTo("woocommerce");
        assertThat(order.tags()).containsExactly("order");
        assertThat(order.metadata()).isEqualTo(Map.of("order", "1042"));
        Map<String, byte[]> content = mail.content(site.site(), fresh);
        assertThat(content.get(ContentPart.attachment(1))).asString().isEqualTo("twelve bytes");
        assertThat(content.get(ContentPart.BODY)).asString().contains(TestMail.CANARY);
        Envelope copied = Json.read(content.get(ContentPart.ENVELOPE), Envelope.class);
        assertThat(copied.message()).isEqualTo(fresh);
        assertThat(copied.recipients()).isEqualTo(original.recipients());
        assertThat(copied.subject()).isEqualTo(original.subject());
        assertThat(copied.attachments()).isEqualTo(original.attachments());
    }

    @Test
    void aDoubleClickSendsOnceAndAnotherKeySendsAgain() throws Exception {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope original = sent(site);
        String path = "/logs/" + original.message() + "/resend";

        // When
        Callable<String> click = () -> site.post(path).jsonPath().getString("id");
        Set<String> clicked;
        try (var pool = Executors.newFixedThreadPool(5)) {
            clicked = pool.invokeAll(List.of(click, click, click, click, click)).stream()
                    .map(Future::resultNow)
                    .collect(Collectors.toSet());
        }
        Response keyed = site.post(path, "{}", Map.of("Idempotency-Key", "once more"));
        Response repeated = site.post(path, "{}", Map.of("Idempotency-Key", "once more"));
        Response reused = site.post(path, "{\"to\":\"x@one.example\"}", Map.of("Idempotency-Key", "once more"));

        // Then
        assertThat(clicked).hasSize(1);
        assertThat(clicked).doesNotContain(keyed.jsonPath().getString("id"));
        assertThat(repeated.jsonPath().getString("id"))
                .isEqualTo(keyed.jsonPath().getString("id"));
        assertThat(repeated.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(reused.statusCode()).isEqualTo(422);
        order(MessageId.of(keyed.jsonPath().getString("id")));
        assertThat(orders(original)).hasSize(2);
    }

    @Test
    void otherRecipientsTakeThePlaceOfAllAndTheAnswerSaysWhoIsDropped() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope original = mail.store(
                site.site(),
                "Invoice",
                List.of(
                        to(0, RecipientField.TO, "a@one.example"),
                        to(1, RecipientField.CC, "c@one.example"),
                        to(2, RecipientField.BCC, "b@one.example")));
        mail.publish(mail.ordinary(original));
        site.entry(original.message(), "sent", 4);

        // When
        Response answer =
                site.post("/logs/" + original.message() + "/resend", "{\"to\":[\"Eve <e@two.example>\"]}", Map.of());

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.jsonPath().getList("dropped")).isEqualTo(List.of("cc", "bcc"));
        MessageId fresh = MessageId.of(answer.jsonPath().getString("id"));
        Envelope copied = Json.read(mail.content(site.site(), fresh).get(ContentPart.ENVELOPE), Envelope.class);
        assertThat(copied.recipients())
                .containsExactly(new Recipient(0, RecipientField.TO, Mailbox.of("Eve <e@two.example>")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"to\":\"no address\"}",
                "{\"to\":[\"a@one.example\",\"b@\"]}",
                "{\"to\":[]}",
                "{\"cc\":\"a@one.example\"}",
                "{\"to\":\"a@one.example\\r\\nBcc: x@two.example\"}"
            })
    void badRecipientsAreRefusedAndNothingIsSent(String body) {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope original = sent(site);

        // When
        Response answer = site.post("/logs/" + original.message() + "/resend", body, Map.of());

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getList("errors.pointer")).isNotEmpty();
        assertThat(orders(original)).isEmpty();
    }

    @Test
    void whatCannotBeSentAsItWasIsRefusedWithTheReasonAndMayBeTriedAgain() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope waiting = mail.stored(site.site(), "Waiting", "a@one.example");
        mail.publish(List.of(mail.accepted(waiting), mail.state(waiting, 1, DispatchState.QUEUED)));
        site.entry(waiting.message(), "queued");
        Envelope lacking = sent(site);
        sql.execute(
                "DELETE FROM content.blob WHERE message = ? AND part = 'attachment/1'",
                lacking.message().value());

        // When
        Response early = site.post("/logs/" + waiting.message() + "/resend");
        Response incomplete = site.post("/logs/" + lacking.message() + "/resend");
        Response again = site.post("/logs/" + lacking.message() + "/resend");
        Response foreign = LogApi.ofNewSite(sites).post("/logs/" + lacking.message() + "/resend");

        // Then
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(early.jsonPath().getString("detail")).contains("queued");
        assertThat(incomplete.statusCode()).isEqualTo(409);
        assertThat(incomplete.jsonPath().getString("detail")).contains("attachment 1");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(orders(waiting)).isEmpty();
        assertThat(orders(lacking)).isEmpty();
        assertThat(sql.number(
                        "SELECT count(*) FROM log.request WHERE site = ?",
                        site.site().value()))
                .isZero();
    }

    @Test
    void whatTheContentStoreHasLetGoIsSentAsItWasFromTheLogsOwnBody() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope plain = mail.unstored(
                site.site(),
                "Ihre Bestellung",
                List.of(
                        new Recipient(0, RecipientField.TO, Mailbox.of("\"Ann Ä\" <Ann@one.example>")),
                        to(1, RecipientField.BCC, "b@one.example")));
        Envelope original = mail.store(
                new Envelope(
                        plain.message(),
                        plain.site(),
                        plain.from(),
                        List.of(Mailbox.of("\"Help, please\" <help@localhost.example>")),
                        plain.recipients(),
                        plain.subject(),
                        List.of(new Header("X-Order", "1042")),
                        List.of(),
                        plain.acceptedAt(),
                        URI.create("https://shop.example/off?t=1"),
                        List.of("order")),
                new Body(null, "One table, " + TestMail.CANARY));
        mail.publish(mail.ordinary(original));
        site.entry(original.message(), "sent", 4);
        mail.forget(original);

        // When
        Response answer = site.post("/logs/" + original.message() + "/resend");

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        MessageId fresh = MessageId.of(answer.jsonPath().getString("id"));
        assertThat(order(fresh).of()).isEqualTo(original.message());
        Map<String, byte[]> content = mail.content(site.site(), fresh);
        assertThat(Json.read(content.get(ContentPart.BODY), Body.class))
                .isEqualTo(new Body(null, "One table, " + TestMail.CANARY));
        assertThat(Json.read(content.get(ContentPart.ENVELOPE), Envelope.class))
                .usingRecursiveComparison()
                .ignoringFields("message", "acceptedAt")
                .isEqualTo(original);
        assertThat(sql.number(
                        "SELECT count(*) FROM log.body_read WHERE message = ?",
                        original.message().value()))
                .isZero();
    }

    @Test
    void whatTheLogDoesNotKeepWholeIsNotSentFromIt() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope withAttachment = sent(site);
        Envelope secret = whole(site, "Your password reset");
        LogApi bodiless = LogApi.ofNewSite(sites);
        bodiless.put("/logs/settings", "{\"body\":false}");
        Envelope unkept = whole(bodiless, "Order");
        List.of(withAttachment, secret, unkept).forEach(mail::forget);

        // When
        Response attachmentGone = site.post("/logs/" + withAttachment.message() + "/resend");
        Response masked = site.post("/logs/" + secret.message() + "/resend");
        Response gone = bodiless.post("/logs/" + unkept.message() + "/resend");

        // Then
        assertThat(List.of(attachmentGone, masked, gone))
                .extracting(Response::statusCode)
                .containsOnly(409);
        assertThat(attachmentGone.jsonPath().getString("detail")).contains("attachment (Rechnung ä.pdf) is not kept");
        assertThat(masked.jsonPath().getString("detail")).contains("secrets masked");
        assertThat(gone.jsonPath().getString("detail")).contains("content is not kept");
        assertThat(List.of(withAttachment, secret, unkept))
                .allSatisfy(original -> assertThat(orders(original)).isEmpty());
    }

    @Test
    void manyAreSentAgainInTheirOrderAndTheJobTellsWhichFailed() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        var originals = new ArrayList<>(List.of(sent(site), sent(site), sent(site)));
        sql.execute(
                "DELETE FROM content.blob WHERE message = ?",
                originals.get(1).message().value());
        String ids = originals.stream()
                .map(one -> '"' + one.message().text() + '"')
                .collect(Collectors.joining(",", "[", "]"));

        // When
        Response dry = site.post("/logs/bulk-resend", "{\"ids\":" + ids + ",\"dry_run\":true}", Map.of());
        Response started = site.post("/logs/bulk-resend", "{\"ids\":" + ids + "}", Map.of());
        Response again = site.post("/logs/bulk-resend", "{\"ids\":" + ids + "}", Map.of());

        // Then
        assertThat(dry.statusCode()).isEqualTo(200);
        assertThat(dry.jsonPath().getInt("count")).isEqualTo(3);
        assertThat(started.statusCode()).isEqualTo(202);
        assertThat(started.jsonPath().getInt("total")).isEqualTo(3);
        String job = "/jobs/" + started.jsonPath().getString("id");
        assertThat(started.header("Location")).endsWith(job);
        assertThat(again.jsonPath().getString("id"))
                .isEqualTo(started.jsonPath().getString("id"));
        ResendOrdered first = ordered(originals.get(0));
        ResendOrdered last = ordered(originals.get(2));
        assertThat(first.message()).isLessThan(last.message());
        assertThat(orders(originals.get(1))).isEmpty();
        announced(first, AnswerKind.TAKEN, DispatchState.SENT);
        announced(last, AnswerKind.REFUSED, DispatchState.FAILED);
        JsonPath over = over(site, job);
        assertThat(over.getString("state")).isEqualTo("finished");
        assertThat(over.getInt("done")).isEqualTo(3);
        assertThat(over.getInt("failed")).isEqualTo(2);
        assertThat(over.getList("failures.id"))
                .isEqualTo(List.of(
                        originals.get(1).message().text(),
                        originals.get(2).message().text()));
        assertThat(over.getString("failures[0].error")).contains("not kept any more");
        assertThat(over.getString("failures[1].error")).contains("500 no");
        Response events = site.get(job + "/events");
        assertThat(events.contentType()).isEqualTo("text/event-stream");
        assertThat(events.asString())
                .startsWith("data:{\"id\":\"" + over.getString("id") + "\"")
                .contains("\"state\":\"finished\"")
                .endsWith("}\n\n");
        assertThat(site.delete(job).statusCode()).isEqualTo(409);
        assertThat(LogApi.ofNewSite(sites).get(job).statusCode()).isEqualTo(404);
    }

    @Test
    void aForeignIdAmongManyRefusesThemAll() {
        // Given
        LogApi mine = LogApi.ofNewSite(sites);
        LogApi theirs = LogApi.ofNewSite(sites);
        Envelope own = sent(mine);
        Envelope foreign = sent(theirs);

        // When
        Response answer = mine.post(
                "/logs/bulk-resend", "{\"ids\":[\"" + own.message() + "\",\"" + foreign.message() + "\"]}", Map.of());

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.jsonPath().getList("errors.pointer")).isEqualTo(List.of("/ids/1"));
        assertThat(sql.number(
                        "SELECT count(*) FROM log.job WHERE site = ?",
                        mine.site().value()))
                .isZero();
    }

    @Test
    void aCancelledJobSendsNoMore() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope original = sent(site);
        String job = "/jobs/"
                + site.post("/logs/bulk-resend", "{\"ids\":[\"" + original.message() + "\"]}", Map.of())
                        .jsonPath()
                        .getString("id");
        ordered(original);

        // When
        Response cancelled = site.delete(job);

        // Then
        assertThat(cancelled.statusCode()).isEqualTo(204);
        assertThat(site.get(job).jsonPath().getString("state")).isEqualTo("cancelled");
        assertThat(site.get(job + "/events").asString()).contains("\"state\":\"cancelled\"");
    }

    private Envelope sent(LogApi site) {
        Envelope envelope = mail.stored(site.site(), "Order", "a@one.example");
        mail.publish(mail.ordinary(envelope));
        site.entry(envelope.message(), "sent", 4);
        return envelope;
    }

    /** One without an attachment. */
    private Envelope whole(LogApi site, String subject) {
        Envelope plain = mail.unstored(site.site(), subject, List.of(to(0, RecipientField.TO, "a@one.example")));
        Envelope envelope = mail.store(
                new Envelope(
                        plain.message(),
                        plain.site(),
                        plain.from(),
                        List.of(),
                        plain.recipients(),
                        plain.subject(),
                        List.of(),
                        List.of(),
                        plain.acceptedAt(),
                        null),
                new Body(null, TestMail.CANARY));
        mail.publish(mail.ordinary(envelope));
        site.entry(envelope.message(), "sent", 4);
        return envelope;
    }

    /** What gateway and dispatcher make of an order. */
    private void announced(ResendOrdered order, AnswerKind answer, DispatchState state) {
        Envelope envelope =
                Json.read(mail.content(order.site(), order.message()).get(ContentPart.ENVELOPE), Envelope.class);
        mail.publish(List.of(
                mail.accepted(envelope),
                mail.attempt(envelope, 1, answer, answer == AnswerKind.TAKEN ? 250 : 500, "no"),
                mail.state(envelope, 2, state)));
    }

    private ResendOrdered order(MessageId fresh) {
        return servers.topic(Topic.MAIL_ORDERS.topicName())
                .await(record -> record.key().equals(fresh.text()))
                .as(ResendOrdered.class);
    }

    private ResendOrdered ordered(Envelope original) {
        return servers.topic(Topic.MAIL_ORDERS.topicName())
                .await(record -> isOf(record, original))
                .as(ResendOrdered.class);
    }

    private List<SeenRecord> orders(Envelope original) {
        return servers.topic(Topic.MAIL_ORDERS.topicName()).all().stream()
                .filter(record -> isOf(record, original))
                .toList();
    }

    private static boolean isOf(SeenRecord record, Envelope original) {
        return record.type().equals("mail.resend.ordered.v1")
                && record.as(ResendOrdered.class).of().equals(original.message());
    }

    private static JsonPath over(LogApi site, String job) {
        await().atMost(BOUND)
                .untilAsserted(() ->
                        assertThat(site.get(job).jsonPath().getString("state")).isNotEqualTo("running"));
        return site.get(job).jsonPath();
    }

    private static Recipient to(int position, RecipientField field, String address) {
        return new Recipient(position, field, Mailbox.of(EmailAddress.of(address)));
    }
}
