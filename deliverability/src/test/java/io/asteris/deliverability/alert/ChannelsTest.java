package io.asteris.deliverability.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.deliverability.Edges;
import io.asteris.deliverability.SiteApi;
import io.asteris.deliverability.TestHook;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ways on which an alert goes out, and what is told of those that fail. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@WithTestResource(Edges.class)
class ChannelsTest extends AlertTest {
    @AfterEach
    void takeMailAgain() {
        smtp.refuse(false);
    }

    @Test
    void aFailingChannelFallsToTheNextAndIsShown() {
        try (TestHook broken = TestHook.answering(500);
                TestHook working = TestHook.answering(200)) {
            // Given
            SiteApi site = siteWithAdmin("owner2@admin.example");
            String secret = site.put("/alerts", """
                            {"channels":[{"type":"webhook","url":"%s","format":"slack"},
                                         {"type":"webhook","url":"%s"},{"type":"email"}]}
                            """.formatted(broken.url(), working.url()))
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("channels[1].secret");
            assertThat(secret).startsWith("whsec_");

            // When
            facts.publish(facts.faults(site.site(), 11));

            // Then
            await().atMost(BOUND).until(() -> working.calls().size() == 1);
            TestHook.Call call = working.calls().getFirst();
            assertThat(call.headers().get("webhook-signature")).isEqualTo(signature(secret, call));
            assertThat(call.body())
                    .contains("\"type\":\"alert.raised\"", "\"cause\":\"failed_sends\"")
                    .doesNotContain("customer-canary");
            assertThat(broken.calls()).hasSize(2);
            assertThat(broken.calls().getFirst().body()).contains("\"text\":");
            await().atMost(BOUND)
                    .until(() -> site.get("/alerts/history")
                                    .jsonPath()
                                    .getList("data[0].delivered")
                                    .size()
                            == 2);
            var history = site.get("/alerts/history").jsonPath();
            assertThat(history.getList("data[0].delivered.channel")).isEqualTo(List.of("slack", "webhook"));
            assertThat(history.getList("data[0].delivered.ok")).isEqualTo(List.of(false, true));
            assertThat(history.getString("data[0].delivered[0].error")).isEqualTo("the hook answered 500");
            assertThat(mails(site)).isEmpty();
        }
    }

    @Test
    void aMailThatIsRefusedIsShownWithoutTheAddressAndTriedAgain() {
        // Given
        SiteApi site = siteWithAdmin("owner3@admin.example");
        smtp.refuse(true);

        // When
        facts.publish(facts.faults(site.site(), 11));

        // Then
        await().atMost(BOUND).until(() -> site.get("/alerts/history").asString().contains("\"ok\":false"));
        assertThat(site.get("/alerts/history").asString())
                .contains("the SMTP server for alerts answered 550")
                .doesNotContain("@");
        smtp.refuse(false);
        await().atMost(BOUND).until(() -> mails(site).size() == 1);
    }

    @Test
    void alertsOfOtherServicesTakeTheSameWay() {
        // Given
        SiteApi site = siteWithAdmin("owner4@admin.example");
        var alert = new Alert(
                site.site(),
                Alert.Cause.DEAD_LETTERS,
                Alert.Severity.WARNING,
                facts.now(),
                facts.now(),
                1,
                "A record of mail.attempts could not be read by x-canary@y.example",
                "/dead-letters");

        // When
        facts.publish(List.of(new AlertEvent.Raised(alert), new AlertEvent.Raised(alert)));

        // Then
        await().atMost(BOUND).until(() -> mails(site).size() == 1);
        assertThat(mails(site).getFirst())
                .contains("could not be read", "http://localhost:8080/dead-letters")
                .doesNotContain("x-canary");

        // When
        facts.publish(List.of(new AlertEvent.Raised(alert), new AlertEvent.Cleared(alert)));

        // Then
        await().atMost(BOUND).until(() -> mails(site).size() == 2);
        assertThat(incidents(site.site())).isEqualTo(1);
    }

    private static String signature(String secret, TestHook.Call call) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
            String signed = call.headers().get("webhook-id") + "."
                    + call.headers().get("webhook-timestamp") + "." + call.body();
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
