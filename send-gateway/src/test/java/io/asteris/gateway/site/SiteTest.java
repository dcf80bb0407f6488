package io.asteris.gateway.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.Topic;
import io.asteris.contract.event.SiteChanged;
import io.asteris.gateway.GatewayClient;
import io.asteris.gateway.GatewayClient.Answer;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sites, keys and senders over REST. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class SiteTest {
    private static final String ADMIN = GatewayClient.ADMIN_KEY;
    private static final String MESSAGE = "{\"to\":\"a@b.example\",\"subject\":\"s\",\"text\":\"x\"}";

    @TestHTTPResource
    URI root;

    Sql sql;
    TestServers servers;
    private GatewayClient gateway;

    @BeforeEach
    void connect() {
        gateway = new GatewayClient(root);
    }

    @Test
    void aNewSiteIsToldWithItsKeysAndWithoutAnAddressInClear() {
        // When
        Answer made = gateway.post(
                "sites",
                ADMIN,
                "{\"name\":\"Shop\",\"time_zone\":\"Europe/Helsinki\",\"admin_email\":\"canary@s.example\","
                        + "\"from_domains\":[\"S.example\"]}");
        String site = made.text("/id");
        String key = gateway.newKey(site, "\"send\",\"logs:read\"");
        // Then
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("/admin_email")).isEqualTo("canary@s.example");
        assertThat(made.text("/from_domains/0")).isEqualTo("s.example");
        assertThat(key).matches("ast_[0-9a-z]{8}_[A-Za-z0-9_-]{43}");
        var told = servers.topic(Topic.SITES)
                .await(seen -> seen.key().equals(site) && seen.json().contains("logs:read"));
        assertThat(told.json()).doesNotContain("canary").doesNotContain(key);
        var event = told.as(SiteChanged.class);
        assertThat(event.timeZone()).isEqualTo("Europe/Helsinki");
        assertThat(event.keys()).hasSize(1);
        assertThat(event.keys().getFirst().id()).isEqualTo(key.substring(4, 12));
        assertThat(sql.rows("SELECT admin_email FROM gateway.site WHERE site = ?", site)
                        .toString())
                .doesNotContain("canary");
        assertThat(gateway.call("GET", "sites/" + site + "/keys", ADMIN, "")
                        .response()
                        .body())
                .doesNotContain(key)
                .contains("logs:read");
    }

    @Test
    void aRepeatedPostMakesOneSite() {
        String body = "{\"name\":\"Shop\",\"time_zone\":\"UTC\"}";
        Answer first = gateway.post("sites", ADMIN, body, "Idempotency-Key", "site-1");
        Answer again = gateway.post("sites", ADMIN, body, "Idempotency-Key", "site-1");
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"time_zone":"UTC"}                                        | /name
                    {"name":"x"}                                               | /time_zone
                    {"name":"x","time_zone":"Europe/Atlantis"}                 | /time_zone
                    {"name":"x","time_zone":"+02:00"}                          | /time_zone
                    {"name":"a\\nb","time_zone":"UTC"}                         | /name
                    {"name":"x","time_zone":"UTC","admin_email":"nobody"}      | /admin_email
                    {"name":"x","time_zone":"UTC","from_domains":["x"]}        | /from_domains/0
                    {"name":"x","time_zone":"UTC","state":"deleted"}           | /state
                    {"name":"x","time_zone":"UTC","limits":{"accepted_per_minute":0}} | /limits/accepted_per_minute
                    {"name":"x","time_zone":"UTC","nope":1}                    | /nope
                    """)
    void aFaultySiteIsRefused(String body, String pointer) {
        Answer answer = gateway.post("sites", ADMIN, body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
    }

    @Test
    void keysAreGivenOnlyTheScopesOfTheirSite() {
        String site = gateway.newSite("");
        String keys = "sites/" + site + "/keys";
        assertThat(gateway.post(keys, ADMIN, "{\"name\":\"k\",\"scopes\":[\"admin\"]}")
                        .text("/errors/0/pointer"))
                .isEqualTo("/scopes/0");
        assertThat(gateway.post(keys, ADMIN, "{\"name\":\"k\",\"scopes\":[\"fish\"]}")
                        .status())
                .isEqualTo(422);
        assertThat(gateway.post(keys, ADMIN, "{\"name\":\"k\",\"scopes\":[]}").status())
                .isEqualTo(422);
        assertThat(gateway.post("sites/operator/keys", ADMIN, "{\"name\":\"k\",\"scopes\":[\"send\"]}")
                        .status())
                .isEqualTo(422);
        assertThat(gateway.post("sites/nobody/keys", ADMIN, "{\"name\":\"k\",\"scopes\":[\"send\"]}")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.post(keys, gateway.newKey(site, "\"send\""), "{}").status())
                .isEqualTo(403);
    }

    @Test
    void aRevokedKeyIsRefusedWithinSeconds() {
        // Given
        String site = gateway.newSite("");
        String key = gateway.newKey(site, "\"settings:read\"");
        assertThat(gateway.call("GET", "sender", key, "").status()).isEqualTo(200);
        // When
        Answer revoked = gateway.call("DELETE", "sites/" + site + "/keys/" + key.substring(4, 12), ADMIN, "");
        // Then
        assertThat(revoked.status()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> gateway.call("GET", "sender", key, "").status() == 401);
    }

    @Test
    void aSiteIsChangedByThoseWhoHaveSeenItLast() {
        // Given
        String site = gateway.newSite("");
        Answer seen = gateway.call("GET", "sites/" + site, ADMIN, "");
        String change = "{\"name\":\"New\",\"time_zone\":\"UTC\",\"state\":\"suspended\"}";
        // When
        Answer changed = gateway.call("PUT", "sites/" + site, ADMIN, change, "If-Match", seen.header("ETag"));
        Answer late = gateway.call("PUT", "sites/" + site, ADMIN, change, "If-Match", seen.header("ETag"));
        // Then
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("/state")).isEqualTo("suspended");
        assertThat(late.status()).isEqualTo(412);
    }

    @Test
    void aDeletedSiteIsGoneWithItsKeysAndItsDataKey() {
        // Given
        String site = gateway.newSite("");
        String key = gateway.newKey(site, "\"settings:read\"");
        // When
        Answer deleted = gateway.call("DELETE", "sites/" + site, ADMIN, "");
        // Then
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(gateway.call("GET", "sites/" + site, ADMIN, "").status()).isEqualTo(404);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> gateway.call("GET", "sender", key, "").status() == 401);
        assertThat(sql.number("SELECT count(*) FROM content.data_key WHERE site = ? AND wrapped IS NULL", site))
                .isEqualTo(1);
        servers.topic(Topic.SITES)
                .await(seen -> seen.key().equals(site) && seen.json().contains("\"deleted\""));
    }

    @Test
    void sitesAreListedPageByPage() {
        // Given
        List<String> made = List.of(gateway.newSite(""), gateway.newSite(""), gateway.newSite(""));
        var seen = new ArrayList<String>();
        // When
        String next = "sites?limit=2";
        while (!next.isEmpty()) {
            Answer page = gateway.call("GET", next, ADMIN, "");
            page.json().get("data").forEach(site -> seen.add(site.get("id").asText()));
            String cursor = page.text("/next_cursor");
            next = cursor.isEmpty() ? "" : "sites?limit=2&cursor=" + cursor;
        }
        // Then
        assertThat(seen).containsAll(made).doesNotHaveDuplicates().doesNotContain("operator");
    }

    @Test
    void theSenderFillsWhatAMessageLeavesOpen() {
        // Given
        String site = gateway.newSite(",\"from_domains\":[\"s.example\"]");
        String key = gateway.newKey(site, "\"send\",\"settings:read\",\"settings:write\"");
        assertThat(gateway.post("send", key, MESSAGE).text("/errors/0/pointer")).isEqualTo("/from");
        // When
        Answer foreign = gateway.call("PUT", "sender", key, "{\"from_email\":\"shop@other.example\"}");
        Answer set = gateway.call(
                "PUT",
                "sender",
                key,
                "{\"from_email\":\"shop@s.example\",\"from_name\":\"Shop\",\"overrides\":[{\"source\":\"core\",\"from_name\":\"Core\"}]}");
        // Then
        assertThat(foreign.status()).isEqualTo(422);
        assertThat(set.status()).isEqualTo(200);
        assertThat(gateway.call("GET", "sender", key, "").json()).isEqualTo(set.json());
        assertThat(set.json().get("force_from_email").asBoolean(true)).isFalse();
        assertThat(gateway.post("send", key, MESSAGE).status()).isEqualTo(202);
        assertThat(gateway.post("send", key, MESSAGE.replace("{\"to\"", "{\"from\":\"x@other.example\",\"to\""))
                        .text("/errors/0/pointer"))
                .isEqualTo("/from");
    }
}
