package io.asteris.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class KeyPruningTest {
    @Inject
    KeyPruning pruning;

    Sql sql;

    @Test
    void keysAreForgottenWhenTheirTimeIsOverAndNotBefore() {
        // Given
        sql.execute(
                "INSERT INTO gateway.idempotency_key SELECT 'pruned', 'old' || n, '\\x01', '\\x', now() - interval '49 hours'"
                        + " FROM generate_series(1, 6000) n");
        sql.execute(
                "INSERT INTO gateway.idempotency_key VALUES ('pruned', 'new', '\\x01', '\\x', now() - interval '47 hours')");
        // When
        pruning.prune().await().atMost(Duration.ofSeconds(20));
        // Then
        assertThat(sql.rows("SELECT key FROM gateway.idempotency_key WHERE site = 'pruned'")
                        .toString())
                .isEqualTo("[{key=new}]");
    }
}
