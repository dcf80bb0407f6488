package io.asteris.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeysTest {
    private static final String OLD = key(1);
    private static final String NEW = key(2);

    @Test
    void aSingleKeyNeedsNoId() {
        // When
        MasterKeys keys = MasterKeys.parse(OLD);
        // Then
        assertThat(keys.currentKid()).isEqualTo(MasterKeys.UNNAMED);
        assertThat(keys.deriveCurrent("purpose", 32)).hasSize(32);
    }

    @Test
    void theFirstKeyIsCurrentAndTheOthersStillDerive() {
        // When
        MasterKeys keys = MasterKeys.parse("summer:" + NEW + ", 1:" + OLD);
        // Then
        assertThat(keys.currentKid()).isEqualTo("summer");
        assertThat(keys.derive(MasterKeys.UNNAMED, "purpose", 32))
                .contains(MasterKeys.parse(OLD).deriveCurrent("purpose", 32));
        assertThat(keys.derive("winter", "purpose", 32)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "no base64!", "two words:AAAA", "a:AAAA,", ":AAAA"})
    void refusesWhatIsNoKeyWithoutQuotingIt(String setting) {
        assertThatThrownBy(() -> MasterKeys.parse(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("master key")
                .hasMessageNotContainingAny("c2hvcnQ", "AAAA", "!");
    }

    @Test
    void refusesTwoKeysOfOneId() {
        assertThatThrownBy(() -> MasterKeys.parse("a:" + OLD + ",a:" + NEW)).hasMessageContaining("two master keys");
    }

    @Test
    void itsTextHoldsIdsOnly() {
        assertThat(MasterKeys.parse("a:" + OLD + ",b:" + NEW)).hasToString("MasterKeys[a, b]");
    }

    static String key(int seed) {
        byte[] octets = new byte[32];
        Arrays.fill(octets, (byte) seed);
        return Base64.getEncoder().encodeToString(octets);
    }
}
