package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.DispatchState;
import io.asteris.contract.Json;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.ResendOrdered;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Sending many closed messages again, as a job. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class BulkResendTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    TestMail mail;

    TestSites sites;
    Sql sql;

    @Test
    void manyAreSentAgainInTheirOrderAndTheJobTellsWhichFailed() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        var originals = new ArrayList<>(List.of(mail.sent(site), mail.sent(site), mail.sent(site)));
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
        ResendOrdered first = ResendOrders.awaited(originals.get(0));
        ResendOrdered last = ResendOrders.awaited(originals.get(2));
        assertThat(first.message()).isLessThan(last.message());
        assertThat(ResendOrders.of(originals.get(1))).isEmpty();
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
        assertThat(LogApi.ofNewSite(sites).get(job + "/events").statusCode()).isEqualTo(404);
    }

    @Test
    void aForeignIdAmongManyRefusesThemAll() {
        // Given
        LogApi mine = LogApi.ofNewSite(sites);
        LogApi theirs = LogApi.ofNewSite(sites);
        Envelope own = mail.sent(mine);
        Envelope foreign = mail.sent(theirs);

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
        Envelope original = mail.sent(site);
        String job = "/jobs/"
                + site.post("/logs/bulk-resend", "{\"ids\":[\"" + original.message() + "\"]}", Map.of())
                        .jsonPath()
                        .getString("id");
        ResendOrders.awaited(original);

        // When
        Response cancelled = site.delete(job);

        // Then
        assertThat(cancelled.statusCode()).isEqualTo(204);
        assertThat(site.get(job).jsonPath().getString("state")).isEqualTo("cancelled");
        assertThat(site.get(job + "/events").asString()).contains("\"state\":\"cancelled\"");
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

    private static JsonPath over(LogApi site, String job) {
        await().atMost(BOUND)
                .untilAsserted(() ->
                        assertThat(site.get(job).jsonPath().getString("state")).isNotEqualTo("running"));
        return site.get(job).jsonPath();
    }
}
