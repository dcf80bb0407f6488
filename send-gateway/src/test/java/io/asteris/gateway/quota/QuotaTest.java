package io.asteris.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.gateway.GatewayClient;
import io.asteris.gateway.GatewayClient.Answer;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A site's {@code accepted_per_minute} as its callers see it. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class QuotaTest {
    private static final String MESSAGE =
            "{\"from\":\"shop@s.example\",\"to\":\"a@b.example\",\"subject\":\"s\",\"text\":\"x\"}";

    @TestHTTPResource
    URI root;

    Sql sql;
    private GatewayClient gateway;

    @BeforeEach
    void connect() {
        gateway = new GatewayClient(root);
    }

    @Test
    void aSiteThatHasSentItsShareIsToldWhenToComeAgain() {
        // Given
        String site = gateway.newSite(",\"limits\":{\"accepted_per_minute\":2}");
        String key = gateway.newKey(site, "\"send\"");
        Answer first = gateway.post("send", key, MESSAGE);
        gateway.post("send", key, MESSAGE);
        // When
        Answer refused = gateway.post("send", key, MESSAGE);
        // Then
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"site\";q=2;w=60");
        assertThat(first.header("RateLimit")).matches("\"site\";r=1;t=(29|30)");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("/code")).isEqualTo("too_many");
        assertThat(refused.header("Retry-After")).matches("[12]?[0-9]|30");
        assertThat(refused.header("RateLimit")).startsWith("\"site\";r=0;t=");
        assertThat(sql.number("SELECT count(DISTINCT message) FROM content.blob WHERE site = ?", site))
                .isEqualTo(2);
    }

    @Test
    void whatIsNotAcceptedDoesNotCount() {
        // Given
        String site = gateway.newSite(",\"limits\":{\"accepted_per_minute\":2}");
        String key = gateway.newKey(site, "\"send\"");
        // When
        gateway.post("send", key, "{\"to\":\"nobody\"}");
        gateway.post("send", key, MESSAGE, "Idempotency-Key", "k");
        Answer again = gateway.post("send", key, MESSAGE, "Idempotency-Key", "k");
        // Then
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(gateway.post("send", key, MESSAGE).status()).isEqualTo(202);
        assertThat(gateway.post("send/batch", key, "[" + MESSAGE + "]").status())
                .isEqualTo(429);
    }

    @Test
    void aSiteWithoutALimitIsToldOfNone() {
        String key = gateway.newKey(gateway.newSite(""), "\"send\"");
        assertThat(gateway.post("send", key, MESSAGE).header("RateLimit-Policy"))
                .isEmpty();
    }
}
