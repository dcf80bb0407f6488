package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.Event;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestClock;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A site's bodies get a dictionary of their own, made of what they have in common and of nothing else. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class SiteDictionaryTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int SOME_HUNDRED = 240;

    @Inject
    TestMail mail;

    @Inject
    ContentSealer sealer;

    @Inject
    DatabaseClock clock;

    TestSites sites;
    TestClock time;
    Sql sql;

    @AfterEach
    void restoreTheClock() {
        time.restore(clock);
    }

    @Test
    void bodiesArePackedWithWhatTheSitesMailHasInCommonAndReadAgain() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope before = enough(site);

        // When
        Envelope packed = sent(site, SOME_HUNDRED + 1, SOME_HUNDRED + 2).getFirst();

        // Then
        assertThat(octets(packed.message())).isLessThan(octets(before.message()) * 6 / 10);
        assertReadAgain(site, before, packed);
        String common = dictionary(site.site());
        assertThat(common).contains("12 Harbour Street");
        for (int i = 0; i < SOME_HUNDRED; i++) {
            assertThat(common).doesNotContain(secret(address(i)).substring(0, 8));
        }
        assertThat(sql.number(
                        "SELECT count(*) FROM log.dictionary WHERE position(convert_to(?, 'UTF8') IN sealed) > 0",
                        "12 Harbour Street"))
                .isZero();
    }

    @Test
    void aDictionaryIsNotPackedWithForLongerThanAWeekAndReadWithAsLongAsItIsNeeded() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        enough(site);
        Envelope first = sent(site, SOME_HUNDRED + 1, SOME_HUNDRED + 2).getFirst();

        // When
        time.set(Duration.ofDays(8));
        await().atMost(BOUND).until(() -> clock.now().isAfter(Instant.now().plus(Duration.ofDays(7))));
        Envelope between = sent(site, SOME_HUNDRED + 2, SOME_HUNDRED + 3).getFirst();
        await().atMost(BOUND).until(() -> dictionaries(site.site()) == 2);
        Envelope second = sent(site, SOME_HUNDRED + 3, SOME_HUNDRED + 4).getFirst();

        // Then
        assertThat(number(site.site(), first.message())).isEqualTo(1);
        assertThat(number(site.site(), between.message())).isZero();
        assertThat(number(site.site(), second.message())).isEqualTo(2);
        assertReadAgain(site, first, between, second);
    }

    /** Sends so many that the site gets a dictionary, and one more to tell that they are there; gives the first, which is packed without. */
    private Envelope enough(LogApi site) {
        Envelope first = sent(site, 0, SOME_HUNDRED).getFirst();
        sent(site, SOME_HUNDRED, SOME_HUNDRED + 1);
        await().atMost(BOUND).until(() -> dictionaries(site.site()) == 1);
        return first;
    }

    /** Sends them one after the other's number, and waits until the log has all. */
    private List<Envelope> sent(LogApi site, int from, int beyond) {
        var envelopes = new ArrayList<Envelope>();
        var facts = new ArrayList<Event>();
        for (int i = from; i < beyond; i++) {
            String address = address(i);
            String subject = "Order " + secret(address);
            Envelope envelope = mail.stored(site.site(), subject, body(address), address);
            envelopes.add(envelope);
            facts.addAll(mail.ordinary(envelope));
        }
        mail.publish(facts);
        site.entry(envelopes.getLast().message(), "sent");
        await().atMost(BOUND)
                .until(() -> sql.number(
                                "SELECT count(*) FROM log.body WHERE site = ?",
                                site.site().value())
                        >= beyond);
        return envelopes;
    }

    private static void assertReadAgain(LogApi site, Envelope... envelopes) {
        String file = site.get(
                        "/logs/export",
                        Map.of("format", "ndjson", "body", "true", "from", "2026-01-01", "to", "2099-01-01"))
                .asString();
        for (Envelope one : envelopes) {
            assertThat(site.get("/logs/" + one.message() + "/content")
                            .jsonPath()
                            .getString("html"))
                    .isEqualTo(html(one));
            assertThat(file)
                    .contains(TestMail.CANARY
                            + secret(one.recipients()
                                    .getFirst()
                                    .mailbox()
                                    .address()
                                    .text()));
        }
    }

    private static String address(int i) {
        return "person" + i + "@one.example";
    }

    private static Body body(String address) {
        String html = """
                <table width="580" style="font:15px/22px Georgia,serif;color:#222"><tr><td>Dear %s,</td></tr><tr><td>your order %s \
                has left our warehouse this afternoon and should be with you before the weekend.</td></tr><tr><td>Example \
                Trading, 12 Harbour Street, registered at Exampletown under no. 4711</td></tr></table>""".formatted("Person " + secret(address), secret(address));
        return new Body(html, TestMail.CANARY + secret(address));
    }

    private static String html(Envelope envelope) {
        return Objects.requireNonNull(
                body(envelope.recipients().getFirst().mailbox().address().text())
                        .html());
    }

    /** What only this recipient's mail says. */
    private static String secret(String address) {
        return UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private long octets(MessageId message) {
        return sql.number("SELECT octet_length(sealed) FROM log.body WHERE message = ?", message.value());
    }

    private long dictionaries(SiteId site) {
        return sql.number("SELECT count(*) FROM log.dictionary WHERE site = ?", site.value());
    }

    /** What the newest dictionary holds. */
    private String dictionary(SiteId site) {
        Map<String, @Nullable Object> row = sql.rows(
                        "SELECT id, sealed FROM log.dictionary WHERE site = ? ORDER BY number DESC", site.value())
                .getFirst();
        return new String(opened(site, (UUID) row.get("id"), "dictionary", row.get("sealed")), StandardCharsets.UTF_8);
    }

    /** The number of the dictionary that a body is packed with; 0 for the general one. */
    private int number(SiteId site, MessageId message) {
        Object sealed = sql.rows("SELECT sealed FROM log.body WHERE message = ?", message.value())
                .getFirst()
                .get("sealed");
        ByteBuffer packed = ByteBuffer.wrap(opened(site, message.value(), ContentPart.BODY, sealed));
        return packed.get() == 1 ? packed.getShort() : 0;
    }

    private byte[] opened(SiteId site, UUID id, String part, @Nullable Object sealed) {
        return sealer.of(site)
                .await()
                .atMost(BOUND)
                .open(new SealedBlob(
                        new BlobId(site, new MessageId(id), part), (byte[]) Objects.requireNonNull(sealed)))
                .content();
    }
}
