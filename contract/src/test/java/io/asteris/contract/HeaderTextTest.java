package io.asteris.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\rb",
                "a\nb",
                "a\u0000b",
                "a\tb",
                "a\u007fb",
                "a\u0085b",
                "a\u2028b",
                "a\ud800b",
                "\udc00",
                "a%0d%0Ab",
                "a%00",
                "=?utf-8?Q?a=0D=0Ab?=",
                "=?utf-8?q?a=00?=",
                "=?UTF-8?B?YQ0KYg==?=",
                "=?utf-16?B?AGEADQ==?="
            })
    void controlsInAnyDisguiseAreRefused(String text) {
        assertThatThrownBy(() -> HeaderText.check(text, 998)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "100% off", "50%of", "=?utf-8?Q?harmless?=", "=?nonsense", "naïve 🎉 مرحبا", "%41"})
    void ordinaryTextPasses(String text) {
        assertThatCode(() -> HeaderText.check(text, 998)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aaaaaa", "ééé"})
    void lengthCountsOctets(String text) {
        assertThatThrownBy(() -> HeaderText.check(text, 5)).hasMessageContaining("5 octets");
    }
}
