package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.notNullValue;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.dispatcher.DispatcherApi;
import io.asteris.testing.SeenRecord;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of the running engine share: a site of their own with a provider that leads to a sink. */
abstract class EngineTest {
    static final Duration SOON = Duration.ofSeconds(20);

    TestServers servers;
    TestSites sites;
    Sql sql;

    @Inject
    TestMail mail;

    MailSink sink;
    DispatcherApi site;

    @BeforeEach
    void openSite() {
        sink = new MailSink();
        site = DispatcherApi.ofNewSite(sites);
    }

    @AfterEach
    void closeSink() throws IOException {
        sink.close();
    }

    SiteId siteId() {
        return site.site();
    }

    RequestSpecification api() {
        return site.request();
    }

    /** Makes the provider {@code main} that leads to the sink. */
    void provide() {
        site.provide("smtp", sink.settings());
    }

    /** The same, with limits. */
    void provide(Map<String, Integer> limits) {
        api().body(Map.of("preset", "smtp", "settings", sink.settings(), "limits", limits))
                .put("/providers/main")
                .then()
                .statusCode(200)
                .body("limits", notNullValue());
    }

    /** Accepts so many messages, each to another address. */
    List<MessageId> send(int count) {
        List<MessageId> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(mail.send(siteId(), "ann" + i + "@example.org"));
        }
        return messages;
    }

    /** Where a message was found to stand, without waiting. */
    String state(Object message) {
        return String.valueOf(column(message, "state"));
    }

    /** The column of a message's row. */
    Object column(Object message, String name) {
        List<Map<String, Object>> rows = sql.rows(
                "SELECT " + name + " AS it FROM dispatcher.delivery WHERE message = ?::uuid", message.toString());
        return rows.isEmpty()
                ? "absent"
                : Objects.requireNonNullElse(rows.getFirst().get("it"), "null");
    }

    void awaitState(Object message, String state) {
        await("state " + state).atMost(SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> assertThat(
                        column(message, "state"))
                .isEqualTo(state));
    }

    /** What was told of a message after it was queued, in the order of the versions, once that many states are. */
    List<MessageStateChanged> states(Object message, int atLeast) {
        return servers
                .topic(Topic.MAIL_ATTEMPTS)
                .await(
                        atLeast,
                        record -> isOf(record, message, "mail.message.state.v1")
                                && record.as(MessageStateChanged.class).state() != DispatchState.QUEUED)
                .stream()
                .map(record -> record.as(MessageStateChanged.class))
                .sorted((one, other) -> Integer.compare(one.version(), other.version()))
                .toList();
    }

    List<AttemptRecorded> attempts(Object message, int atLeast) {
        return servers
                .topic(Topic.MAIL_ATTEMPTS)
                .await(atLeast, record -> isOf(record, message, "mail.attempt.recorded.v1"))
                .stream()
                .map(record -> record.as(AttemptRecorded.class))
                .toList();
    }

    static boolean isOf(SeenRecord record, Object message, String type) {
        return record.key().equals(message.toString()) && record.type().equals(type);
    }
}
