package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.asteris.contract.Topic;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.contract.event.ProviderChanged.Dkim;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.FakeApi;
import io.asteris.dispatcher.provider.FakeApi.Asked;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.SeenRecord;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What providers tell of their accounts: asked by the clock, held to, told to the house. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class AccountFactsTest extends EngineTest {
    private static final String ACCOUNT = """
            {"SendingEnabled":true,"ProductionAccessEnabled":true,
             "SendQuota":{"Max24HourSend":50000.0,"MaxSendRate":14.0,"SentLast24Hours":12.0}}
            """;
    private static final String IDENTITY = """
            {"IdentityType":"DOMAIN","DkimAttributes":{"SigningEnabled":true,"Status":"SUCCESS",
             "SigningAttributesOrigin":"AWS_SES","Tokens":["tok1","tok2","tok3"]}}
            """;
    private static final String DOMAIN = """
            {"domain":{"name":"mg.shop.example","state":"active"},
             "sending_dns_records":[
               {"record_type":"TXT","valid":"valid","name":"mg.shop.example","value":"v=spf1 include:mailgun.org ~all"},
               {"record_type":"TXT","valid":"valid","name":"k1._domainkey.mg.shop.example","value":"k=rsa; p=MIGf"},
               {"record_type":"CNAME","valid":"valid","name":"email.mg.shop.example","value":"mailgun.org"}]}
            """;
    private static final String DENIED = "{\"__type\":\"AccessDeniedException\",\"Message\":\"not authorized\"}";

    private FakeApi fake;
    private volatile boolean down;

    @BeforeEach
    void openFake() {
        fake = new FakeApi(this::answer);
    }

    @AfterEach
    void closeFake() {
        fake.close();
    }

    @Test
    void whatSesSaysOfLimitsHoldsAndItsTokensAreTold() {
        // When
        provideSes(Map.of(), "shop.example", "closed.example", "unknown.example");

        // Then
        ProviderChanged told = told(event -> !event.dkim().isEmpty());
        assertThat(told.dkim())
                .containsExactly(
                        new Dkim(null, "tok1", "shop.example", null, null),
                        new Dkim(null, "tok2", "shop.example", null, null),
                        new Dkim(null, "tok3", "shop.example", null, null));
        assertThat(told.isDefault()).isTrue();
        api().get("/provider/status")
                .then()
                .body("quotas.per", hasItems("second", "day"))
                .body("quotas.limit", hasItems(14, 50_000))
                .body("quotas.left", hasItems(14, 50_000))
                .body("account.dkim.token", hasItems("tok1", "tok2", "tok3"))
                .body("account.troubles", hasSize(1))
                .body("account.troubles[0]", containsString("ses:GetEmailIdentity"));
        assertThat(settings()).doesNotContain("secret-canary");
    }

    @Test
    void theOwnersLimitStandsBesideWhatTheAccountTakes() {
        // When
        provideSes(Map.of("per_day", 100), "shop.example");
        told(event -> !event.dkim().isEmpty());

        // Then
        api().get("/provider/status").then().body("quotas.limit", hasItems(14, 100));
    }

    @Test
    void aCallThatFailsChangesNothingAndTheClockAsksAgain() {
        // Given
        provideSes(Map.of(), "shop.example");
        told(event -> !event.dkim().isEmpty());

        // When
        down = true;
        sql.execute("UPDATE dispatcher.provider SET ask_at = asteris.asteris_now() WHERE site = ?", siteId().value());

        // Then
        await().atMost(SOON).untilAsserted(() -> api().get("/provider/status")
                .then()
                .body("account.troubles", hasItem(containsString("did not tell"))));
        api().get("/provider/status")
                .then()
                .body("quotas.limit", hasItems(14, 50_000))
                .body("account.dkim.token", hasItems("tok1", "tok2", "tok3"));
        assertThat(sql.number(
                        "SELECT extract(epoch FROM ask_at - asteris.asteris_now())::int FROM dispatcher.provider WHERE site = ?",
                        siteId().value()))
                .isBetween(800L, 1_000L);
        assertThat(events()).filteredOn(event -> !event.dkim().isEmpty()).hasSize(1);

        // When the settings are saved anew
        provideSes(Map.of("per_day", 40_000), "shop.example");

        // Then
        api().get("/provider/status").then().body("quotas.limit", hasItems(14, 40_000));
    }

    @Test
    void whatMailgunSaysOfItsKeysIsToldUntilTheAccountIsAnother() {
        // Given
        provideMailgun("good-key");
        assertThat(told(event -> !event.dkim().isEmpty()).dkim())
                .containsExactly(new Dkim("k1", null, "mg.shop.example", "TXT", "k=rsa; p=MIGf"));

        // When
        provideMailgun("sending-key");

        // Then
        await().atMost(SOON).untilAsserted(() -> api().get("/provider/status")
                .then()
                .body("account.troubles", hasItem(containsString("PUT /dns-check/settings"))));
        api().get("/provider/status").then().body("account.dkim", hasSize(0));
        assertThat(events().getLast().dkim()).isEmpty();
    }

    @Test
    void aTestAsksAnew() {
        // Given
        provideSes(Map.of(), "shop.example");
        told(event -> !event.dkim().isEmpty());
        long before = asked("/v2/email/identities/shop.example");

        // When
        api().post("/provider/test").then().statusCode(200).body("ok", equalTo(true));

        // Then
        await().atMost(SOON).until(() -> asked("/v2/email/identities/shop.example") == before + 1);
    }

    @Test
    void aProviderThatTellsNothingIsNotAsked() {
        provide();

        api().get("/provider/status").then().body("account", equalTo(null));
        assertThat(sql.number(
                        "SELECT count(*) FROM dispatcher.provider WHERE site = ? AND asked_at IS NOT NULL",
                        siteId().value()))
                .isZero();
    }

    private AnswerRow answer(Asked asked) {
        if (down) {
            return row(500, "{\"message\":\"oops\"}");
        }
        return switch (asked.path()) {
            case "/v2/email/account" -> row(200, ACCOUNT);
            case "/v2/email/identities/shop.example" -> row(200, IDENTITY);
            case "/v2/email/identities/closed.example" -> row(403, DENIED);
            case "/v4/domains/mg.shop.example" ->
                asked.header("authorization").equals("Basic YXBpOmdvb2Qta2V5")
                        ? row(200, DOMAIN)
                        : row(401, "Forbidden");
            default -> row(404, "{\"__type\":\"NotFoundException\",\"message\":\"none\"}");
        };
    }

    private static AnswerRow row(int status, String body) {
        return new AnswerRow("made", "made", status, Map.of(), body, "OK");
    }

    private void provideSes(Map<String, Integer> limits, String... fromDomains) {
        put(Map.of(
                "preset",
                "ses",
                "settings",
                Map.of(
                        "access_key_id",
                        "AKID" + siteId(),
                        "secret_access_key",
                        "secret-canary",
                        "region",
                        "eu-west-1",
                        "endpoint",
                        fake.origin()),
                "limits",
                limits,
                "from_domains",
                List.of(fromDomains)));
    }

    private void provideMailgun(String key) {
        put(Map.of(
                "preset",
                "mailgun",
                "settings",
                Map.of("api_key", key, "region", "eu", "domain", "mg.shop.example", "base_url", fake.origin())));
    }

    private void put(Map<String, Object> document) {
        api().body(document).put("/providers/main").then().statusCode(200);
    }

    private long asked(String path) {
        return fake.asked().stream().filter(asked -> asked.path().equals(path)).count();
    }

    private ProviderChanged told(Predicate<ProviderChanged> wanted) {
        return servers.topic(Topic.SETTINGS)
                .await(record -> isOurs(record) && wanted.test(record.as(ProviderChanged.class)))
                .as(ProviderChanged.class);
    }

    private List<ProviderChanged> events() {
        return servers.topic(Topic.SETTINGS).all().stream()
                .filter(this::isOurs)
                .map(record -> record.as(ProviderChanged.class))
                .toList();
    }

    private String settings() {
        return servers.topic(Topic.SETTINGS).all().stream()
                .map(SeenRecord::json)
                .map(String::valueOf)
                .reduce("", String::concat);
    }

    private boolean isOurs(SeenRecord record) {
        return record.key().equals(siteId() + "/provider/main");
    }
}
