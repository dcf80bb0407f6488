package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.MessageId;
import io.asteris.platform.crypto.MasterKeys;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The master key changes while mail flows under a consent, whose credentials, tokens and content are all sealed. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class KeyRotationTest extends OAuthTest {
    private static final String OLD = "1:" + AsterisTestResource.MASTER_KEY;
    private static final String NEW = "2:"
            + Base64.getEncoder().encodeToString("another master key, 32 octets...".getBytes(StandardCharsets.UTF_8));

    @Inject
    MasterKeys keys;

    private final List<MessageId> messages = new ArrayList<>();

    @Test
    void nothingFailsNothingStaysUnderTheOldKeyAndTheOldKeyCanGo() {
        // Given
        provideAuthorised("gmail");
        send();

        // When
        change(OLD + "," + NEW);
        send();
        change(NEW + "," + OLD);

        // Then
        await().atMost(SOON).untilAsserted(() -> {
            send();
            assertThat(sealedUnder()).containsOnly("2");
        });
        change(NEW);
        send();
        api().post("/provider/test").then().statusCode(200);
        messages.forEach(message -> awaitState(message, "sent"));
        assertThat(server.sends()).hasSize(messages.size());
        assertThat(attempts(messages.getLast(), 1)).hasSize(1);

        // And back, for the tests that share this database
        change(NEW + "," + OLD);
        change(OLD + "," + NEW);
        await().atMost(SOON).untilAsserted(() -> assertThat(sealedUnder()).containsOnly("1"));
        change(OLD);
        send();
        awaitState(messages.getLast(), "sent");
    }

    private void send() {
        messages.add(mail.send(siteId(), "ann@example.org"));
    }

    /** The ids of the keys under which anything of this service lies. */
    private List<String> sealedUnder() {
        List<String> kids = new ArrayList<>();
        String site = siteId().value();
        sql.rows("SELECT kid FROM content.data_key WHERE site = ?", site)
                .forEach(row -> kids.add(String.valueOf(row.get("kid"))));
        sql.rows(
                        "SELECT secrets AS jwe FROM dispatcher.provider WHERE site = ?"
                                + " UNION ALL SELECT tokens FROM dispatcher.oauth_grant WHERE site = ?",
                        site,
                        site)
                .forEach(row -> kids.add(kid(String.valueOf(row.get("jwe")))));
        assertThat(kids).hasSizeGreaterThan(2);
        return kids;
    }

    private static String kid(String jwe) {
        String header =
                new String(Base64.getUrlDecoder().decode(jwe.substring(0, jwe.indexOf('.'))), StandardCharsets.UTF_8);
        return header.replaceFirst(".*\"kid\":\"([^\"]*)\".*", "$1");
    }

    private void change(String setting) {
        keys.replaceWith(MasterKeys.parse(setting));
    }
}
