package io.asteris.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    @Test
    void aNewKeyReadsBackFromItsText() {
        ApiKey key = ApiKey.mint();

        assertThat(ApiKey.parse(key.text())).contains(key);
        assertThat(key.secret()).hasSize(43);
    }

    @Test
    void itsTextForLogsHoldsNoSecret() {
        ApiKey key = ApiKey.mint();

        assertThat(key.toString()).doesNotContain(key.secret());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ast_",
                "ast_short_secret",
                "ASTERIS",
                "ast_12345678_",
                "xst_12345678_0123456789012345678901234567890123456789012"
            })
    void anythingElseIsNoKey(String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void aScopeIsFoundByItsWord(Scope scope) {
        assertThat(Scope.named(scope.word())).contains(scope);
        assertThat(scope.word()).matches("[a-z]+(:(read|write))?");
    }
}
