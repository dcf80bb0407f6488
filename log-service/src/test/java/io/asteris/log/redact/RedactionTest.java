package io.asteris.log.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.Json;
import io.asteris.contract.content.Body;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[My shop] Password Reset",
                "Your login code",
                "Passwort zurücksetzen",
                "Your OTP is 123456",
                "Magic link for you",
                "Twoje nowe HASŁO",
                "GLÖMT LÖSENORD",
                "OTP"
            })
    void aSubjectTellsInLettersOfAnySizeThatAMessageCarriesASecret(String subject) {
        assertThat(Redaction.isSecret(subject, null)).isTrue();
    }

    @Test
    void aBodyTellsItTooAndAnOrderDoesNot() {
        assertThat(Redaction.isSecret(
                        "Hello", json("<a href=\"https://s.example/wp-login.php?action=rp&amp;key=k\">here</a>", null)))
                .isTrue();
        assertThat(Redaction.isSecret("Hello", json("<p>Hi</p>", "Your code is here, bitte: Ihr Einmalpasswort")))
                .isTrue();
        assertThat(Redaction.isSecret("Your order 1042", json(null, "Thank you. Look at https://s.example/order/1042")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "go to https://s.example/wp-login.php?action=rp&key=AbC123&login=bob now|go to https://s.example/••• now",
                "Your code is 482913.|Your code is •••.",
                "code 482 913|code •••",
                "code A1B2C3|code •••",
                "token 9f86d081884c7d659a2feaa0c55ad015|token •••",
                "Hello Anna, on 12 May we met in room 204|Hello Anna, on 12 May we met in room 204",
                "<p style=\"color:#336699;width:600px\">Hi</p>|<p style=\"color:#336699;width:600px\">Hi</p>"
            })
    void linksCodesAndTokensAreMaskedAndTheRestStays(String text, String masked) {
        assertThat(Redaction.mask(text)).isEqualTo(masked);
    }

    private static byte[] json(@Nullable String html, @Nullable String text) {
        return Json.write(new Body(html, text));
    }
}
