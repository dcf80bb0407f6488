package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.DispatchState;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a search finds, over REST and in PostgreSQL. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class SearchTest {
    @Inject
    TestMail mail;

    TestSites sites;
    Sql sql;

    @Test
    void everyTermFindsWhatItNames() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope order = mail.store(
                site.site(),
                "Deine Bestellung 100%_x",
                List.of(
                        to(0, RecipientField.TO, "Anna@one.example"),
                        to(1, RecipientField.CC, "bert@two.example"),
                        to(2, RecipientField.BCC, "cara@three.example")));
        Envelope reset = mail.stored(site.site(), "Password reset", "dora@one.example");
        mail.publish(mail.ordinary(order));
        mail.publish(List.of(
                mail.accepted(reset),
                mail.attempt(reset, 1, AnswerKind.REFUSED, 554, "5.7.1 Relaying denied"),
                mail.state(reset, 2, DispatchState.FAILED)));
        site.entry(order.message(), "sent");
        site.entry(reset.message(), "failed");
        Map<String, List<Envelope>> expected = new HashMap<>();
        List<Envelope> both = List.of(reset, order);
        expected.put("", both);
        expected.put("to:anna@ONE.example", List.of(order));
        expected.put("to:two.ex", List.of(order));
        expected.put("to:cara", List.of(order));
        expected.put("to:bestellung", List.of());
        expected.put("subject:one.example", List.of());
        expected.put("subject:\"word reset\"", List.of(reset));
        expected.put("subject:0%_", List.of(order));
        expected.put("subject:0_", List.of());
        expected.put("one.example", both);
        expected.put("one.example -subject:bestell", List.of(reset));
        expected.put("an", List.of(order));
        expected.put("\"example bert\"", List.of());
        expected.put("status:failed", List.of(reset));
        expected.put("-status:failed", List.of(order));
        expected.put("status:failed status:sent", List.of());
        expected.put("status:failed reset", List.of(reset));
        expected.put("from-plugin:WooCommerce", both);
        expected.put("-from-plugin:woocommerce", List.of());
        expected.put("from-plugin:woo", List.of());
        expected.put("from:\"my shop\"", both);
        expected.put("provider:main", both);
        expected.put("tag:order", both);
        expected.put("tag:other", List.of());
        expected.put("id:" + order.message(), List.of(order));
        expected.put("-id:" + order.message(), List.of(reset));
        expected.put("has:attachment", both);
        expected.put("-has:attachment", List.of());
        expected.put("after:2020-01-01 before:9999-12-31", both);
        expected.put("before:" + reset.message().instant(), List.of(order));
        expected.put("after:" + reset.message().instant(), List.of(reset));
        expected.put("-after:" + reset.message().instant(), List.of(order));
        expected.put("nothing-of-this-kind", List.of());

        // When
        Map<String, List<String>> found = new HashMap<>();
        expected.keySet().forEach(q -> found.put(q, ids(site.get("/logs", Map.of("q", q, "count", true)))));

        // Then
        expected.forEach((q, envelopes) -> assertThat(found.get(q))
                .as(q)
                .isEqualTo(envelopes.stream().map(one -> one.message().text()).toList()));
        assertThat(ids(site.get("/logs", Map.of("subject", "reset", "to", "dora", "q", "status:failed"))))
                .isEqualTo(List.of(reset.message().text()));
        JsonPath entry = site.get("/logs/" + order.message()).jsonPath();
        assertThat(entry.getList("to")).isEqualTo(List.of("Anna@one.example"));
        assertThat(entry.getList("cc")).isEqualTo(List.of("bert@two.example"));
    }

    @Test
    void wordsOfBodiesAreFoundWithinFiveSecondsWhereTheSiteAskedForIt() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope before = mail.stored(site.site(), "before", "a@one.example");
        mail.publish(mail.ordinary(before));
        site.entry(before.message(), "sent");
        site.put("/logs/settings", "{\"search_body\":true}");
        Envelope other = mail.stored(site.site(), "other", new Body("<p>Nothing of it</p>", null), "a@one.example");
        Envelope wanted = mail.stored(
                site.site(),
                "wanted",
                new Body("<style>p{color:Hidden}</style><p>Die <b>Räuchermännchen</b> sind da</p>", null),
                "a@one.example");

        // When
        mail.publish(mail.ordinary(other));
        mail.publish(mail.ordinary(wanted));

        // Then
        Map<String, Object> parameters = Map.of("q", "räuchermännchen sind -nothing", "search_body", true);
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(ids(site.get("/logs", parameters)))
                .isEqualTo(List.of(wanted.message().text())));
        assertThat(ids(site.get("/logs", Map.of("q", "räuchermännchen")))).isEmpty();
        assertThat(ids(site.get("/logs", Map.of("q", "hidden", "search_body", true))))
                .isEmpty();
        assertThat(ids(site.get("/logs", Map.of("q", "räucher", "search_body", true))))
                .isEmpty();
        assertThat(ids(LogApi.ofNewSite(sites).get("/logs", parameters))).isEmpty();
        assertThat(ids(site.get("/logs", Map.of("q", "-räuchermännchen", "search_body", true))))
                .containsExactly(other.message().text(), before.message().text());
        assertThat(sql.number("SELECT count(*) FROM log.word w WHERE w::text ILIKE '%männchen%'"))
                .isZero();
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsColumn() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);

        // When
        Response answer = site.get("/logs", Map.of("q", "to:a colour:red status:odd"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getList("errors.column")).isEqualTo(List.of(6, 24));
        assertThat(answer.jsonPath().getList("errors.detail", String.class)).allMatch(detail -> !detail.isBlank());
    }

    @Test
    void whatLiesDeepIsFoundByTheIndexPageByPageInEitherDirectionAndForItsSiteOnly() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        LogApi other = LogApi.ofNewSite(sites);
        manyEntries(site, 12_000);
        manyEntries(other, 200);
        sql.execute("ANALYZE log.entry");
        List<String> rare = sql
                .rows(
                        "SELECT message::text FROM log.entry WHERE site = ? AND search LIKE '%rare%' ORDER BY message DESC",
                        site.site().value())
                .stream()
                .map(row -> (String) row.get("message"))
                .toList();

        // When
        var paged = new ArrayList<String>();
        String cursor = "";
        int pages = 0;
        do {
            Map<String, Object> parameters = new HashMap<>(Map.of("q", "subject:rare -subject:never", "limit", 7));
            if (!cursor.isEmpty()) {
                parameters.put("cursor", cursor);
            }
            JsonPath page = site.get("/logs", parameters)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            paged.addAll(page.getList("data.id"));
            cursor = page.getString("next_cursor") == null ? "" : page.getString("next_cursor");
            pages++;
        } while (!cursor.isEmpty() && pages < 10);

        // Then
        assertThat(rare).hasSize(24);
        assertThat(paged).isEqualTo(rare);
        JsonPath counted = site.get("/logs", Map.of("q", "rare", "count", true)).jsonPath();
        assertThat(counted.getInt("total")).isEqualTo(24);
        assertThat(counted.getBoolean("total_is_exact")).isTrue();
        JsonPath common =
                site.get("/logs", Map.of("q", "common", "count", true)).jsonPath();
        assertThat(common.getInt("total")).isEqualTo(1_001);
        assertThat(common.getBoolean("total_is_exact")).isFalse();
        JsonPath often = site.get("/logs", Map.of("q", "often", "count", true)).jsonPath();
        assertThat(often.getInt("total")).isEqualTo(1_000);
        assertThat(often.getBoolean("total_is_exact")).isTrue();
        assertThat(site.get("/logs", Map.of("q", "no-such-thing", "count", true))
                        .jsonPath()
                        .getInt("total"))
                .isZero();
        JsonPath middle =
                site.get("/logs/" + rare.get(10), Map.of("q", "subject:rare")).jsonPath();
        assertThat(middle.getString("previous")).isEqualTo(rare.get(9));
        assertThat(middle.getString("next")).isEqualTo(rare.get(11));
    }

    @Test
    void whatIsCommonButNotLatelyIsFoundAndCountedAsPlainSqlFindsIt() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        LogApi other = LogApi.ofNewSite(sites);
        bursts(site, 50_900);
        bursts(other, 7_000);
        sql.execute("ANALYZE log.entry");
        Map<String, String> conditions = Map.of(
                "soon", "search LIKE '%soon%'",
                "late", "search LIKE '%late%'",
                "late -subject:odd", "search LIKE '%late%' AND search NOT LIKE '%odd%'",
                "late to:77@", "search LIKE '%late%' AND search LIKE '%77@%'",
                "late status:failed", "search LIKE '%late%' AND status = 'failed'",
                "late provider:none", "false",
                "odd", "search LIKE '%odd%'");

        conditions.forEach((q, condition) -> {
            // When
            List<String> expected = ids(site, condition);
            Map<String, Object> parameters = Map.of("q", q, "count", true, "limit", 200);
            JsonPath first = site.get("/logs", parameters)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            List<String> paged = pages(site, Map.of("q", q, "limit", 200), 2);

            // Then
            assertThat(first.getInt("total")).as(q).isEqualTo(Math.min(expected.size(), 1_001));
            assertThat(first.getBoolean("total_is_exact")).as(q).isEqualTo(expected.size() < 1_001);
            assertThat(first.getList("data.id")).as(q).isEqualTo(head(expected, 200));
            assertThat(paged).as(q).isEqualTo(head(expected, 400));
        });
        assertThat(pages(site, Map.of("q", "late", "count", true, "limit", 200), 6))
                .isEqualTo(head(ids(site, conditions.get("late")), 1_200));
    }

    @Test
    void aPageGoesOnWhereTheLastOneEndedWhateverWasAddedOrDeletedSince() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        manyEntries(site, 60);
        List<String> before = ids(site, "true");
        Map<String, Object> counted = Map.of("q", "one.example", "count", true, "limit", 20);
        String cursor = site.get("/logs", counted).jsonPath().getString("next_cursor");

        // When
        entries(site, 10, "interval '-1 second'", "'new'");
        sql.execute("DELETE FROM log.entry WHERE message = ?::uuid", before.get(25));
        var next = new HashMap<>(counted);
        next.put("cursor", cursor);
        JsonPath page = site.get("/logs", next).jsonPath();

        // Then
        var left = new ArrayList<>(before.subList(20, 41));
        left.remove(before.get(25));
        assertThat(page.getList("data.id")).isEqualTo(left);
        assertThat(page.getInt("total")).isEqualTo(69);
    }

    private static List<String> head(List<String> all, int most) {
        return all.subList(0, Math.min(all.size(), most));
    }

    private static List<String> pages(LogApi site, Map<String, Object> parameters, int most) {
        var paged = new ArrayList<String>();
        var next = new HashMap<>(parameters);
        for (int page = 0; page < most; page++) {
            JsonPath answer = site.get("/logs", next).jsonPath();
            paged.addAll(answer.getList("data.id"));
            String cursor = answer.getString("next_cursor");
            if (cursor == null) {
                break;
            }
            next.put("cursor", cursor);
        }
        return paged;
    }

    private List<String> ids(LogApi site, String condition) {
        return sql
                .rows(
                        "SELECT message::text FROM log.entry WHERE site = ? AND " + condition
                                + " ORDER BY message DESC",
                        site.site().value())
                .stream()
                .map(row -> (String) row.get("message"))
                .toList();
    }

    /**
     * Entries ten seconds apart, back in time from the end of last week. Two words stand in more of them without a gap than are gathered
     * at once: the first soon behind what is walked through, the other where no walk comes to.
     */
    private void bursts(LogApi site, int count) {
        entries(
                site,
                count,
                "date_trunc('week', now()) - now() + interval '-10 seconds'",
                "CASE WHEN i % 499 = 0 THEN 'odd ' ELSE '' END || CASE WHEN i BETWEEN 6001 AND 10400 THEN 'soon' WHEN i > 46500 THEN 'late'"
                        + " ELSE 'plain' END");
    }

    /** Entries ten minutes apart, back in time; one in 500 is rare, one in 12 comes often. */
    private void manyEntries(LogApi site, int count) {
        entries(
                site,
                count,
                "interval '-10 minutes'",
                "CASE WHEN i % 500 = 0 THEN 'rare' WHEN i % 12 = 5 THEN 'often' ELSE 'common' END");
    }

    /**
     * Entries, one in 50 of them failed.
     *
     * @param apart SQL, from now to the first, and from one to the next
     * @param word SQL, what is found in number i
     */
    private void entries(LogApi site, int count, String apart, String word) {
        sql.execute("""
                SELECT log.ensure_partition(30::smallint, now() - make_interval(days => d))
                FROM generate_series(0, 100, 7) AS d
                """);
        sql.execute("""
                INSERT INTO log.settings VALUES (?, true, true, true, false, 180) ON CONFLICT DO NOTHING
                """, site.site().value());
        sql.execute(
                "INSERT INTO log.holding VALUES (?, 30) ON CONFLICT DO NOTHING",
                site.site().value());
        sql.execute("""
                INSERT INTO log.entry (message, retention, recorded, attention, site, status, kind, size, source, fields,
                                       sender, subject, search, facts)
                SELECT uuidv7(%s * i), 30, true, i %% 50 = 0, ?, CASE WHEN i %% 50 = 0 THEN 'failed' ELSE 'sent' END, 'send', 1,
                       'core', 't', 'shop@one.example', 'S', %s || E'\n' || 'p' || i || '@one.example', '\\x01'
                FROM generate_series(1, ?) AS i
                """.formatted(apart, word), site.site().value(), count);
    }

    private static List<String> ids(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        List<String> ids = answer.jsonPath().getList("data.id");
        assertThat(answer.jsonPath().getString("total"))
                .satisfiesAnyOf(total -> assertThat(total).isNull(), total -> assertThat(total)
                        .isEqualTo(Integer.toString(ids.size())));
        return ids.stream().collect(Collectors.toUnmodifiableList());
    }

    private static Recipient to(int position, RecipientField field, String address) {
        return new Recipient(position, field, Mailbox.of(EmailAddress.of(address)));
    }
}
