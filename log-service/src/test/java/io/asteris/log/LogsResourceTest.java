package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.LogSettingsChanged;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the log's paths answer. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class LogsResourceTest {
    @Inject
    TestMail mail;

    @Inject
    DatabaseClock clock;

    TestSites sites;
    TestServers servers;

    @Test
    void aSiteSeesOnlyItsOwn() {
        // Given
        LogApi mine = LogApi.ofNewSite(sites);
        LogApi theirs = LogApi.ofNewSite(sites);
        Envelope envelope = mail.sent(mine);

        // When
        Response foreign = theirs.get("/logs/" + envelope.message());
        Response missing = theirs.get("/logs/" + MessageId.mint(clock.now()));

        // Then
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.jsonPath().getString("detail"))
                .isEqualTo(missing.jsonPath().getString("detail"));
        assertThat(theirs.get("/logs/" + envelope.message() + "/content").statusCode())
                .isEqualTo(404);
        assertThat(theirs.get("/logs").jsonPath().getList("data")).isEmpty();
        assertThat(mine.get("/logs").jsonPath().getList("data")).hasSize(1);
    }

    @Test
    void aPageGoesOnWhereTheLastEndedThoughRowsArriveMeanwhile() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        var ids = new ArrayList<String>();
        for (int i = 0; i < 7; i++) {
            ids.add(mail.sent(site).message().text());
        }
        Collections.sort(ids, Collections.reverseOrder());

        // When
        var seen = new ArrayList<String>();
        JsonPath page = site.get("/logs", Map.of("limit", 3)).jsonPath();
        seen.addAll(page.getList("data.id"));
        mail.sent(site);
        page = site.get("/logs", Map.of("limit", 3, "cursor", page.getString("next_cursor")))
                .jsonPath();
        seen.addAll(page.getList("data.id"));
        mail.sent(site);
        Response last = site.get("/logs", Map.of("limit", 3, "cursor", page.getString("next_cursor")));
        seen.addAll(last.jsonPath().getList("data.id"));

        // Then
        assertThat(seen).isEqualTo(ids);
        assertThat(last.jsonPath().getString("next_cursor")).isNull();
        assertThat(last.header("Link")).isNull();
        assertThat(site.get("/logs", Map.of("limit", 3)).header("Link"))
                .contains("rel=\"next\"")
                .contains("limit=3");
    }

    @Test
    void aListShowsNoAttemptsAndCountsOnlyWhenAsked() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        mail.sent(site);

        // When
        JsonPath plain = site.get("/logs").jsonPath();
        JsonPath counted =
                site.get("/logs", Map.of("count", "true", "status", "failed")).jsonPath();

        // Then
        assertThat(plain.getMap("data[0]"))
                .doesNotContainKeys("attempts", "timeline")
                .containsKey("recipients");
        assertThat(plain.getMap("")).doesNotContainKey("total");
        assertThat(counted.getInt("total")).isZero();
        assertThat(counted.getBoolean("total_is_exact")).isTrue();
    }

    @Test
    void aStatusFindsItsOwnAndFailedAlsoFindsExpiredAndUnknown() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        mail.sent(site);
        MessageId expired = closed(site, DispatchState.EXPIRED, "expired");
        MessageId unknown = closed(site, DispatchState.UNKNOWN, "unknown");

        // When
        List<String> failed =
                site.get("/logs", Map.of("status", "failed")).jsonPath().getList("data.id");

        // Then
        assertThat(failed).containsExactlyInAnyOrder(expired.text(), unknown.text());
        assertThat(site.get("/logs", Map.of("status", "expired")).jsonPath().getList("data.id"))
                .isEqualTo(List.of(expired.text()));
    }

    @Test
    void aYoungIdMayComeYetAndAnOldOneNot() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope stateOnly = mail.stored(site.site(), "early", "a@one.example");
        mail.publish(List.of(mail.state(stateOnly, 1, DispatchState.QUEUED)));

        // When
        Response young = site.get("/logs/" + stateOnly.message());
        Response old = site.get("/logs/" + MessageId.mint(clock.now().minus(Duration.ofSeconds(90))));

        // Then
        assertThat(young.statusCode()).isEqualTo(404);
        assertThat(young.header("Retry-After")).isEqualTo("1");
        assertThat(old.statusCode()).isEqualTo(404);
        assertThat(old.header("Retry-After")).isNull();
        assertThat(site.get("/logs/no-id").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "q=status:odd,422",
        "id=1,422",
        "to=,422",
        "before=tomorrow,422",
        "search_body=perhaps,422",
        "colour=red,422",
        "status=odd,422",
        "limit=0,422",
        "limit=201,422",
        "count=maybe,422",
        "cursor=bm9uZQ,422"
    })
    void aParameterIsNeverIgnored(String parameter, int status) {
        // Given
        LogApi site = LogApi.ofNewSite(sites);

        // When
        Response answer = site.get("/logs?" + parameter);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    @Test
    void aKeyWithoutTheScopeIsRefused() {
        // Given
        LogApi site = LogApi.of(sites.create("send"));

        // When
        int list = site.get("/logs").statusCode();

        // Then
        assertThat(list).isEqualTo(403);
        assertThat(site.get("/logs/settings").statusCode()).isEqualTo(403);
        assertThat(site.get("/logs/" + MessageId.mint(clock.now()) + "/content").statusCode())
                .isEqualTo(403);
    }

    @Test
    void settingsHaveDefaultsAreReplacedAndAnnounced() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        JsonPath defaults = site.get("/logs/settings").jsonPath();

        // When
        Response put = site.put("/logs/settings", "{\"body\":false,\"retention\":\"forever\"}");

        // Then
        assertThat(defaults.getMap(""))
                .isEqualTo(Map.of(
                        "enabled", true, "body", true, "attachments", true, "search_body", false, "retention", 30));
        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(put.header("ETag")).isNotBlank();
        assertThat(site.get("/logs/settings").jsonPath().getMap(""))
                .isEqualTo(Map.of(
                        "enabled",
                        true,
                        "body",
                        false,
                        "attachments",
                        true,
                        "search_body",
                        false,
                        "retention",
                        "forever"));
        Awaitility.await().untilAsserted(() -> assertThat(
                        servers.topic(Topic.SETTINGS).all())
                .filteredOn(record -> record.key().startsWith(site.site() + "/log-settings"))
                .extracting(record -> record.as(LogSettingsChanged.class).body())
                .containsExactly(false));
        assertThat(site.put("/logs/settings", "{\"retention\":31}").statusCode())
                .isEqualTo(422);
        assertThat(site.put("/logs/settings", "{\"colour\":1}").statusCode()).isEqualTo(422);
    }

    @Test
    void aMessageOfASiteThatKeepsNeitherBodiesNorAttachmentsHasNone() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        site.put("/logs/settings", "{\"body\":false,\"attachments\":false}");

        // When
        Envelope envelope = mail.sent(site);

        // Then
        assertThat(site.get("/logs/" + envelope.message()).jsonPath().getList("attachments"))
                .isEmpty();
        assertThat(site.get("/logs/" + envelope.message() + "/content").statusCode())
                .isEqualTo(404);
    }

    private MessageId closed(LogApi site, DispatchState state, String word) {
        Envelope envelope = mail.stored(site.site(), "Hello", "a@one.example");
        mail.publish(List.of(mail.accepted(envelope), mail.state(envelope, 2, state)));
        site.entry(envelope.message(), word);
        return envelope.message();
    }
}
