package io.asteris.deliverability.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.deliverability.SecureEdges;
import io.asteris.deliverability.SiteApi;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestCertificate;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The service started anew over the same database and broker, with the operator's SMTP as it is when nothing is set aside. */
@QuarkusTest
@TestProfile(AnotherInstanceTest.Restarted.class)
@WithTestResource(AsterisTestResource.class)
@WithTestResource(SecureEdges.class)
class AnotherInstanceTest extends AlertTest {
    /** Names the site with ten failed sends that an instance before this one counted. */
    static final String BEFORE = "asteris.test.ten-failed-sends-of";

    SecureEdges.Certificates certificates;

    /** Has the service started anew. */
    public static final class Restarted implements QuarkusTestProfile {}

    @Test
    void aRestartBetweenTheTenthAndTheEleventhFailedSendChangesNothing() {
        // Given
        String before = System.getProperty(BEFORE);
        assumeThat(before).as("an instance before this one counted").isNotNull();
        var site = new SiteId(before);
        assertThat(failed(site)).isEqualTo(10);
        rules.judgeAll().await().atMost(BOUND);
        assertThat(incidents(site)).isZero();

        // When
        List<AttemptRecorded> again = servers.topic(Topic.MAIL_ATTEMPTS).all().stream()
                .filter(record -> record.type().equals("mail.attempt.recorded.v1"))
                .map(record -> record.as(AttemptRecorded.class))
                .filter(attempt -> attempt.site().equals(site))
                .toList();
        assertThat(again).hasSize(10);
        facts.publish(again);
        facts.publish(facts.faults(site, 1));

        // Then
        await().atMost(BOUND).until(() -> incidents(site) == 1);
        assertThat(failed(site)).isEqualTo(11);
        facts.publish(facts.faults(site, 5));
        await().atMost(BOUND).until(() -> failed(site) == 16);
        rules.judgeAll().await().atMost(BOUND);
        assertThat(incidents(site)).isEqualTo(1);
    }

    @Test
    void alertsGoByMailOnlyToAServerThatProvesItsName() {
        SiteApi site = SiteApi.ofNewSite(sites);
        site.put("/alerts", "{\"recipient\":\"owner@admin.example\",\"channels\":[{\"type\":\"email\"}]}")
                .then()
                .statusCode(200);

        smtp.offer(null);
        assertThat(arrives(site)).as("without TLS").isFalse();
        smtp.offer(TestCertificate.forHost("localhost"));
        assertThat(arrives(site)).as("a certificate that nobody vouches for").isFalse();
        smtp.offer(certificates.wrong());
        assertThat(arrives(site)).as("a certificate for another name").isFalse();
        assertThat(smtp.mailsWith("owner@admin.example")).isEmpty();

        smtp.offer(certificates.right());
        assertThat(arrives(site)).isTrue();
        assertThat(smtp.mailsWith("owner@admin.example")).hasSize(1);
    }

    private static boolean arrives(SiteApi site) {
        return site.post("/alerts/test")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getBoolean("delivered[0].ok");
    }
}
