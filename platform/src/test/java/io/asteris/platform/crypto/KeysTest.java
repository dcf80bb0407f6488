package io.asteris.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final Optional<String> RIGHT = Optional.of(MasterKeysTest.key(1));
    private static final Optional<String> SHORT = Optional.of("c2hvcnQ=");

    @Test
    void makesAllThreeKeysFromTheirSettings() {
        // When
        var keys = new Keys(RIGHT, Optional.empty(), RIGHT, RIGHT);
        // Then
        assertThat(keys.masterKeys().currentKid()).isEqualTo("1");
        assertThat(keys.pepper()).isNotNull();
        assertThat(keys.addressKey()).isNotNull();
    }

    @Test
    void saysInOneSentenceWhichKeyIsMissingAndHowToMakeOne() {
        // Given
        var keys = new Keys(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        // When, Then
        assertThatThrownBy(keys::masterKeys)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("ASTERIS_MASTER_KEY (asteris.master-key) is not set.")
                .hasMessageContaining("openssl rand -base64 32");
        assertThatThrownBy(keys::pepper).hasMessageStartingWith("ASTERIS_KEY_PEPPER");
        assertThatThrownBy(keys::addressKey).hasMessageStartingWith("ASTERIS_ADDRESS_KEY");
    }

    @Test
    void refusesWrongKeysWithoutQuotingThem() {
        // Given
        var keys = new Keys(SHORT, Optional.empty(), SHORT, Optional.of("not base64!"));
        // When, Then
        assertThatThrownBy(keys::masterKeys)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("5 octets, it needs 32")
                .hasMessageNotContaining("c2hvcnQ");
        assertThatThrownBy(keys::pepper).hasMessageContaining("fewer than 32").hasMessageNotContaining("c2hvcnQ");
        assertThatThrownBy(keys::addressKey)
                .hasMessageContaining("is not base64")
                .hasMessageNotContaining("not base64!");
    }
}
