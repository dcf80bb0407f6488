package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What belongs to another site is not there, for a site that has a log of its own. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class AnotherSiteTest {
    @Inject
    TestMail mail;

    @Inject
    DatabaseClock clock;

    TestSites sites;

    @Test
    void itsIdsAreNotFoundAtAnyDoor() {
        // Given
        LogApi mine = LogApi.ofNewSite(sites);
        LogApi theirs = LogApi.ofNewSite(sites);
        mail.sent(mine);
        String id = mail.sent(theirs).message().text();
        String job = theirs.post("/logs/bulk-resend", "{\"ids\":[\"" + id + "\"]}", Map.of())
                .jsonPath()
                .getString("id");

        // When
        var answers = List.of(
                mine.get("/logs/" + id),
                mine.get("/logs/" + id + "/content"),
                mine.post("/logs/" + id + "/resend"),
                mine.post("/logs/bulk-resend", "{\"ids\":[\"" + id + "\"]}", Map.of()),
                mine.post("/logs/bulk-resend", "{\"ids\":[\"" + id + "\"],\"dry_run\":true}", Map.of()),
                mine.delete("/logs/" + id),
                mine.get("/jobs/" + job),
                mine.delete("/jobs/" + job),
                mine.get("/jobs/" + job + "/events"));

        // Then
        assertThat(answers).extracting(Response::statusCode).containsOnly(404);
        assertThat(theirs.get("/logs/" + id).statusCode()).isEqualTo(200);
        assertThat(theirs.get("/jobs/" + job).statusCode()).isEqualTo(200);
    }

    @Test
    void itsEntriesAreInNoListAndNoFileAndNotCounted() {
        // Given
        LogApi mine = LogApi.ofNewSite(sites);
        LogApi theirs = LogApi.ofNewSite(sites);
        String own = mail.sent(mine).message().text();
        String id = mail.sent(theirs).message().text();
        String today = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC).toString();
        var period = Map.of("from", today, "to", today, "format", "ndjson", "body", "true");

        // When
        Response all = mine.get("/logs");
        Response searched = mine.get("/logs", Map.of("q", "id:" + id));
        Response file = mine.get("/logs/export", period);
        Response counts = mine.get("/stats", Map.of("by", "status", "from", today, "to", today, "bucket", "day"));
        Response dry = mine.post("/logs/bulk-resend", "{\"q\":\"order\",\"dry_run\":true}", Map.of());

        // Then
        assertThat(all.jsonPath().getList("data.id")).isEqualTo(List.of(own));
        assertThat(searched.jsonPath().getList("data")).isEmpty();
        assertThat(file.asString()).contains(own).doesNotContain(id);
        assertThat(counts.jsonPath().getList("data.count")).isEqualTo(List.of(1));
        assertThat(dry.jsonPath().getInt("count")).isEqualTo(1);
    }
}
