package io.asteris.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestSites;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PepperTest {
    private static final String KEY = "ast_01234567_" + "s".repeat(43);

    private final Pepper pepper = new Pepper(Base64.getDecoder().decode(AsterisTestResource.KEY_PEPPER));

    @Test
    void aKeyMatchesItsHashOnly() {
        // Given
        String hash = pepper.hash(KEY);
        // When, Then
        assertThat(hash).hasSize(43);
        assertThat(pepper.matches(KEY, hash)).isTrue();
        assertThat(pepper.matches(KEY + "x", hash)).isFalse();
        assertThat(pepper.matches(KEY, "")).isFalse();
    }

    @Test
    void testSitesHashAsThePepperDoes() {
        assertThat(TestSites.hash(KEY)).isEqualTo(pepper.hash(KEY));
    }

    @Test
    void refusesAShortSecret() {
        assertThatThrownBy(() -> new Pepper(new byte[31])).hasMessageContaining("31 octets");
    }
}
