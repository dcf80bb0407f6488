package io.asteris.dispatcher.engine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.dispatcher.oauth.FakeOAuthServer;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.FakeApi;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever happens to them, credentials and tokens lie nowhere in clear. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class SecretsStayInsideTest extends OAuthTest {
    private static final String CANARY = "canary";

    @TestHTTPResource(management = true)
    URL management;

    private final Log log = new Log();

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(log);
    }

    @Test
    void afterASendARenewalAndAFailureNoSecretStandsAnywhere() {
        // Given a key that is refused
        try (var fake = new FakeApi(asked -> AnswerRow.of("sendgrid", "bad-key"))) {
            api().body(Map.of(
                            "preset",
                            "sendgrid",
                            "settings",
                            Map.of("api_key", "SG.api-key-canary", "base_url", fake.origin())))
                    .put("/providers/main")
                    .then()
                    .statusCode(200);
            MessageId refused = mail.send(siteId(), "ann@example.org");
            awaitState(refused, "held");
            api().post("/provider/test").then().body("ok", equalTo(false));
            assertThat(fake.asked().getLast().header("authorization")).contains(CANARY);
        }

        // Given tokens that are used, renewed, renewed in vain, revoked and granted anew
        provideAuthorised("gmail");
        MessageId sent = mail.send(siteId(), "ann@example.org");
        awaitState(sent, "sent");
        assertThat(server.sends().getLast().headers().get("authorization")).contains(CANARY);
        renewed(2);
        server.answerToken(new FakeOAuthServer.Scripted(503, Map.of(), "{}"));
        renewed(3);
        awaitState(mail.send(siteId(), "bob@example.org"), "sent");
        server.revoke();
        MessageId waiting = mail.send(siteId(), "cid@example.org");
        awaitState(waiting, "held");
        api().post("/provider/test").then().body("ok", equalTo(false));
        consent().then().statusCode(200);
        awaitState(waiting, "sent");

        // Then
        assertThat(answers()).contains("\"set\"").doesNotContain(CANARY);
        assertThat(events()).contains(sent.toString()).doesNotContain(CANARY);
        assertThat(metrics()).contains("asteris_attempts_total").doesNotContain(CANARY);
        assertThat(log.text()).contains("held").doesNotContain(CANARY, "@example.org");
        sql.rows("SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS it FROM pg_tables"
                        + " WHERE schemaname = 'dispatcher'")
                .forEach(table -> assertThat(sql.rows("SELECT t::text AS row FROM " + table.get("it") + " t")
                                .toString())
                        .as(String.valueOf(table.get("it")))
                        .doesNotContain("api-key-canary", "refresh-canary", "access-canary", SECRET));
    }

    /** Has the tokens renewed now, whatever that takes. */
    private void renewed(long generation) {
        sql.execute(
                "UPDATE dispatcher.oauth_grant SET renew_at = asteris.asteris_now() WHERE site = ?", siteId().value());
        await().atMost(SOON).untilAsserted(() -> assertThat(token("generation")).isEqualTo(generation));
    }

    private String answers() {
        return Stream.of("/presets", "/providers", "/providers/main", "/provider/status", "/lanes", "/routing")
                .map(path -> api().get(path).asString())
                .reduce("", String::concat);
    }

    private String events() {
        return Stream.of(Topic.SETTINGS, Topic.MAIL_ATTEMPTS, Topic.ALERTS)
                .flatMap(topic -> servers.topic(topic).all().stream())
                .map(record -> record.key() + record.headers() + record.json())
                .reduce("", String::concat);
    }

    private String metrics() {
        return given().get("http://" + management.getHost() + ":" + management.getPort() + "/q/metrics")
                .asString();
    }

    /** All that is logged, as it would stand in the log. */
    private static final class Log extends Handler {
        private final PatternFormatter form = new PatternFormatter("%c %m %X%e%n");
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord record) {
            lines.add(form.format(ExtLogRecord.wrap(record)));
        }

        String text() {
            return String.join("", lines);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
