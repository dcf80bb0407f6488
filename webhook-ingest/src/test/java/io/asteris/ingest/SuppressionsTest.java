package io.asteris.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.asteris.contract.AddressKey;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.Topic;
import io.asteris.platform.http.Api;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list in people's hands. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@TestProfile(OldPosts.class)
class SuppressionsTest {
    @Inject
    AddressKey key;

    TestSites sites;
    TestServers servers;
    Sql sql;

    @Test
    void oneMailboxIsOneRowHoweverItIsSpelt() {
        IngestApi site = IngestApi.ofNewSite(sites);

        site.post("/suppressions", "{\"email\":\"Käthe@BÜCHER.example\",\"reason\":\"complaint\"}")
                .then()
                .statusCode(201)
                .body("email", equalTo("käthe@bücher.example"))
                .body("reason", equalTo("complaint"))
                .body("scope", equalTo("site"));
        site.post("/suppressions", "{\"email\":\"käthe@xn--bcher-kva.example\"}")
                .then()
                .statusCode(200)
                .body("reason", equalTo("complaint"));

        assertThat(site.list()).isEqualTo(Map.of("käthe@bücher.example", "complaint"));
        String place = site.site() + "/" + key.hash(site.site(), EmailAddress.of("käthe@bücher.example"));
        servers.topic(Topic.SUPPRESSIONS)
                .await(seen -> seen.key().equals(place) && seen.json().contains("added"));
        site.delete("/suppressions/K%C3%A4the%40B%C3%BCcher.example").then().statusCode(204);
        site.delete("/suppressions/K%C3%A4the%40B%C3%BCcher.example").then().statusCode(404);
        servers.topic(Topic.SUPPRESSIONS)
                .await(seen -> seen.key().equals(place) && seen.json().contains("removed"));
        site.get("/suppressions/history?email=K%C3%A4the%40B%C3%BCcher.example")
                .then()
                .statusCode(200)
                .body("data.action", equalTo(List.of("removed", "added")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                    | /email
            {"email":"nobody"}                                    | /email
            {"email":"a@one.example","reason":"hunch"}            | /reason
            {"email":"a@one.example","scope":"world"}             | /scope
            {"email":"a@one.example","expires_at":"tomorrow"}     | /expires_at
            {"email":"a@one.example","expires_at":"2001-01-01T00:00:00Z"} | /expires_at
            {"email":"a@one.example","note":"x"}                  | /note
            """)
    void aBadAdditionIsRefusedWithItsReason(String body, String pointer) {
        IngestApi site = IngestApi.ofNewSite(sites);

        site.post("/suppressions", body).then().statusCode(422).body("errors.pointer", hasItem(pointer));

        assertThat(site.list()).isEmpty();
    }

    @Test
    void anAddressWithAnEndLeavesTheListByItself() {
        IngestApi site = IngestApi.ofNewSite(sites);
        Instant soon = Instant.now().plusSeconds(2);

        site.post("/suppressions", "{\"email\":\"a@one.example\",\"expires_at\":\"" + soon + "\"}")
                .then()
                .statusCode(201);

        String place = site.site() + "/" + key.hash(site.site(), EmailAddress.of("a@one.example"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(site.list()).isEmpty());
        servers.topic(Topic.SUPPRESSIONS)
                .await(seen -> seen.key().equals(place) && seen.json().contains("removed"));
    }

    @Test
    void whatHoldsForAllSitesIsTheOperatorsToChange() {
        IngestApi site = IngestApi.ofNewSite(sites);
        IngestApi other = IngestApi.ofNewSite(sites);
        String address = "trap-" + site.site() + "@spam.example";
        String body = "{\"email\":\"" + address + "\",\"scope\":\"all\"}";

        site.post("/suppressions", body).then().statusCode(403);
        var admin = sites.create(TestSites.OPERATOR, "admin");
        Response added = await().until(
                        () -> io.restassured.RestAssured.given()
                                .header("Authorization", admin.authorization())
                                .header("X-Asteris-Site", site.site().value())
                                .contentType("application/json")
                                .body(body)
                                .post(Api.BASE + "/suppressions"),
                        answer -> answer.statusCode() != 401);

        added.then().statusCode(201).body("scope", equalTo("all"));
        other.get("/suppressions?q=" + address).then().body("data.scope", equalTo(List.of("all")));
        other.delete("/suppressions/" + address.replace("@", "%40")).then().statusCode(404);
        String place = "*/" + key.hashForAllSites(EmailAddress.of(address));
        servers.topic(Topic.SUPPRESSIONS).await(seen -> seen.key().equals(place));
    }

    @Test
    void aSiteSeesAndChangesItsOwnListAlone() {
        IngestApi site = IngestApi.ofNewSite(sites);
        IngestApi other = IngestApi.ofNewSite(sites);
        site.post("/suppressions", "{\"email\":\"a@one.example\"}").then().statusCode(201);

        assertThat(other.list()).isEmpty();
        other.delete("/suppressions/a%40one.example").then().statusCode(404);
        assertThat(site.list()).containsOnlyKeys("a@one.example");
    }

    @Test
    void anImportTakesWhatItCanAndSaysWhatItCannot() {
        IngestApi site = IngestApi.ofNewSite(sites);
        var csv = new StringBuilder("name,Email,reason,expires_at\r\n");
        for (int i = 0; i < 2_500; i++) {
            csv.append("\"Doe, J.\",user").append(i).append("@one.example,bounce,\r\n");
        }
        csv.append("x,nobody,bounce,\r\ny,z@one.example,hunch,\r\n\r\nlast,last@one.example,,2999-01-01T00:00:00Z\r\n");

        site.importCsv(csv.toString())
                .then()
                .statusCode(200)
                .body("imported", equalTo(2_501))
                .body("refused_count", equalTo(2))
                .body("refused.line", equalTo(List.of(2502, 2503)))
                .body("refused[1].reason", Matchers.startsWith("reason is one of"));

        assertThat(site.get("/suppressions?count=true").jsonPath().getInt("total"))
                .isEqualTo(1_001);
        site.get("/suppressions?q=user2499").then().body("data.email", equalTo(List.of("user2499@one.example")));
        assertThat(pages(site, "/suppressions?limit=200&q=@one.example")).hasSize(2_501);
        String place = site.site() + "/" + key.hash(site.site(), EmailAddress.of("user2499@one.example"));
        servers.topic(Topic.SUPPRESSIONS).await(seen -> seen.key().equals(place));
    }

    @Test
    void anImportGoesOnNoFasterThanItIsToldSoThatNobodyWaitsBehindAllOfIt() throws Exception {
        // Given
        IngestApi site = IngestApi.ofNewSite(sites);
        var csv = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            csv.append("user").append(i).append("@paced.example\n");
        }
        try (ExecutorService owner = Executors.newSingleThreadExecutor()) {
            // Given that nothing of the list is told, as whoever tells it holds this lock
            Future<Response> imported = sql.holding("hashtext('ingest'), 7001", () -> {
                // When
                Future<Response> answer = owner.submit(() -> site.importCsv(csv.toString()));

                // Then
                await().until(() -> listed(site) > 0);
                await().during(Duration.ofSeconds(1))
                        .atMost(Duration.ofSeconds(4))
                        .until(() -> listed(site) <= 2_000);
                // And then for good, when nobody tells anything any more
                await().atMost(Duration.ofSeconds(20)).until(() -> listed(site) == 5_000);
                return answer;
            });
            imported.get().then().statusCode(200).body("imported", equalTo(5_000));
        }
        String place = site.site() + "/" + key.hash(site.site(), EmailAddress.of("user4999@paced.example"));
        servers.topic(Topic.SUPPRESSIONS).await(seen -> seen.key().equals(place));
    }

    private long listed(IngestApi site) {
        return sql.number(
                "SELECT count(*) FROM ingest.suppression WHERE site = ?",
                site.site().value());
    }

    private static Set<String> pages(IngestApi site, String path) {
        Set<String> seen = new HashSet<>();
        String cursor = "";
        do {
            var page = site.get(path + cursor).then().statusCode(200).extract().jsonPath();
            seen.addAll(page.getList("data.email", String.class));
            String next = page.getString("next_cursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return seen;
    }

    @Test
    void anExportCanBeImportedElsewhereAndNoCellIsAFormula() {
        // Given
        IngestApi site = IngestApi.ofNewSite(sites);
        site.importCsv("=cmd@one.example\n+1@one.example\nanna@bücher.example\n")
                .then()
                .body("imported", equalTo(3))
                .body("refused", hasSize(0));

        // When
        Response export = site.get("/suppressions/export");

        // Then
        export.then()
                .statusCode(200)
                .header("Content-Disposition", "attachment; filename=\"suppressions.csv\"")
                .header("X-Content-Type-Options", "nosniff");
        String csv = new String(export.asByteArray(), StandardCharsets.UTF_8);
        assertThat(csv.lines())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("email,reason,scope,created_at,expires_at,provider");
        assertThat(csv.lines().skip(1)).noneMatch(line -> line.startsWith("=") || line.startsWith("+"));
        IngestApi other = IngestApi.ofNewSite(sites);
        other.importCsv(csv).then().body("imported", equalTo(3)).body("refused", hasSize(0));
        assertThat(other.list()).isEqualTo(site.list());
    }

    @Test
    void searchFindsPartsAndRefusesWhatItDoesNotKnow() {
        IngestApi site = IngestApi.ofNewSite(sites);
        site.importCsv("anna@one.example\nhanna@two.example\nbert@one.example\n");

        site.get("/suppressions?q=ANNA")
                .then()
                .body("data", hasSize(2))
                .body("data.email", hasItems("anna@one.example", "hanna@two.example"));
        site.get("/suppressions?q=100%25").then().body("data", hasSize(0));
        site.get("/suppressions?status=x").then().statusCode(422).body("errors.pointer", hasItem("?status"));
        site.get("/suppressions?cursor=x").then().statusCode(422);
        site.get("/suppressions?limit=201").then().statusCode(422);
    }
}
