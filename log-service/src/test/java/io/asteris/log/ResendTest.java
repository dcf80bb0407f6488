package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.DispatchState;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.Json;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Header;
import io.asteris.contract.content.Recipient;
import io.asteris.contract.event.ResendOrdered;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
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

/** Sending a closed message again. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class ResendTest {
    @Inject
    TestMail mail;

    TestSites sites;
    Sql sql;

    @Test
    void aClosedMessageIsSentAgainUnderANewIdWithItsContent() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope original = mail.sent(site);

        // When
        Response answer = site.post("/logs/" + original.message() + "/resend");

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        MessageId fresh = MessageId.of(answer.jsonPath().getString("id"));
        assertThat(fresh).isNotEqualTo(original.message());
        assertThat(answer.jsonPath().getString("resend_of"))
                .isEqualTo(original.message().text());
        assertThat(answer.header("Location")).endsWith("/logs/" + fresh);
        ResendOrdered order = ResendOrders.under(fresh);
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
        Envelope original = mail.sent(site);
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
        ResendOrders.under(MessageId.of(keyed.jsonPath().getString("id")));
        assertThat(ResendOrders.of(original)).hasSize(2);
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
        mail.send(site, original);

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
        Envelope original = mail.sent(site);

        // When
        Response answer = site.post("/logs/" + original.message() + "/resend", body, Map.of());

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getList("errors.pointer")).isNotEmpty();
        assertThat(ResendOrders.of(original)).isEmpty();
    }

    @Test
    void whatCannotBeSentAsItWasIsRefusedWithTheReasonAndMayBeTriedAgain() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope waiting = mail.stored(site.site(), "Waiting", "a@one.example");
        mail.publish(List.of(mail.accepted(waiting), mail.state(waiting, 1, DispatchState.QUEUED)));
        site.entry(waiting.message(), "queued");
        Envelope lacking = mail.sent(site);
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
        assertThat(ResendOrders.of(waiting)).isEmpty();
        assertThat(ResendOrders.of(lacking)).isEmpty();
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
        mail.send(site, original);
        mail.forget(original);

        // When
        Response answer = site.post("/logs/" + original.message() + "/resend");

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        MessageId fresh = MessageId.of(answer.jsonPath().getString("id"));
        assertThat(ResendOrders.under(fresh).of()).isEqualTo(original.message());
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
        Envelope withAttachment = mail.sent(site);
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
                .allSatisfy(original -> assertThat(ResendOrders.of(original)).isEmpty());
    }

    /** One without an attachment. */
    private Envelope whole(LogApi site, String subject) {
        Envelope plain = mail.unstored(site.site(), subject, List.of(to(0, RecipientField.TO, "a@one.example")));
        return mail.send(
                site,
                mail.store(
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
                        new Body(null, TestMail.CANARY)));
    }

    private static Recipient to(int position, RecipientField field, String address) {
        return new Recipient(position, field, Mailbox.of(EmailAddress.of(address)));
    }
}
