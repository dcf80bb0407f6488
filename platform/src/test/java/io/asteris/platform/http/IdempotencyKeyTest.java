package io.asteris.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"abc | abc", "\"abc\" | abc", "\"a\\\"b\\\\c\" | a\"b\\c", "a\"b | a\"b", "~ a b ~ | a b"})
    void bareAndQuotedKeysAreTheSame(String header, String key) {
        assertThat(IdempotencyKey.read(header)).contains(new IdempotencyKey(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\"\"", "\"", "\"abc", "\"a\"b\"", "\"a\\n\"x", "ä", "a\u0001b"})
    void whatIsNoKeyIsRefused(String header) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> IdempotencyKey.read(header));
    }

    @Test
    void aKeyHasAtMost255Characters() {
        assertThat(IdempotencyKey.read("k".repeat(255))).isPresent();
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> IdempotencyKey.read("k".repeat(256)));
    }
}
