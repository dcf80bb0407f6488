package io.asteris.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HkdfTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void expandsAsTestCase1OfRfc5869() {
        // Given
        byte[] extracted = HEX.parseHex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        // When
        byte[] key = Hkdf.expand(extracted, HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"), 42);
        // Then
        assertThat(HEX.formatHex(key))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    @Test
    void derivesAsTestCase3OfRfc5869WhichHasNoSaltAndNoInfo() {
        // When
        byte[] key = Hkdf.derive(HEX.parseHex("0b".repeat(22)), "", 42);
        // Then
        assertThat(HEX.formatHex(key))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }

    @Test
    void purposesGiveUnrelatedKeys() {
        // Given
        byte[] secret = new byte[32];
        // When, Then
        assertThat(Hkdf.derive(secret, "one", 32)).isNotEqualTo(Hkdf.derive(secret, "two", 32));
    }
}
