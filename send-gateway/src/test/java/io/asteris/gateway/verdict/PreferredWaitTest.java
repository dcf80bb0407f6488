package io.asteris.gateway.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferredWaitTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"wait=10|10", "respond-async, Wait = 3|3", "wait=\"7\"; x=y|7", "wait=999|25", "wait=99999999|25"})
    void theWaitIsReadAndBounded(String header, int seconds) {
        assertThat(PreferredWait.read(List.of(header))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=", "wait=x", "wait=-1", "wait=0", "await=3", "wait=99999999999999999999"})
    void whatIsNoWaitIsIgnored(String header) {
        assertThat(PreferredWait.read(List.of(header))).isEmpty();
    }
}
