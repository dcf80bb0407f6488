package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.Event;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.SealedBlob;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

    TestSites sites;
    Sql sql;

    @Test
    void bodiesArePackedWithWhatTheSitesMailHasInCommonAndReadAgain() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        List<Envelope> before = sent(site, 0, SOME_HUNDRED);
        Envelope next = sent(site, SOME_HUNDRED, SOME_HUNDRED + 1).getFirst();

        // When
        await().atMost(BOUND).until(() -> dictionaries(site.site()) == 1);
        Envelope packed = sent(site, SOME_HUNDRED + 1, SOME_HUNDRED + 2).getFirst();

        // Then
        assertThat(octets(packed.message())).isLessThan(octets(next.message()) * 6 / 10);
        for (Envelope one : List.of(before.getFirst(), next, packed)) {
            assertThat(site.get("/logs/" + one.message() + "/content")
                            .jsonPath()
                            .getString("html"))
                    .isEqualTo(html(one));
        }
        String common = dictionary(site.site());
        assertThat(common).contains("12 Harbour Street");
        for (int i = 0; i < SOME_HUNDRED; i++) {
            assertThat(common)
                    .doesNotContain(secret("person" + i + "@one.example").substring(0, 8));
        }
        assertThat(sql.number(
                        "SELECT count(*) FROM log.dictionary WHERE position(convert_to(?, 'UTF8') IN sealed) > 0",
                        "12 Harbour Street"))
                .isZero();
    }

    /** Sends them one after the other's number, and waits until the log has all. */
    private List<Envelope> sent(LogApi site, int from, int beyond) {
        var envelopes = new ArrayList<Envelope>();
        var facts = new ArrayList<Event>();
        for (int i = from; i < beyond; i++) {
            String address = "person" + i + "@one.example";
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
        var id = new BlobId(site, new MessageId((UUID) row.get("id")), "dictionary");
        byte[] clear = sealer.of(site)
                .await()
                .atMost(BOUND)
                .open(new SealedBlob(id, (byte[]) row.get("sealed")))
                .content();
        return new String(clear, StandardCharsets.UTF_8);
    }
}
