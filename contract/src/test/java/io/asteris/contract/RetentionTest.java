package io.asteris.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the few classes of retention and their spelling in JSON. */
class RetentionTest {
    @ParameterizedTest
    @EnumSource(Retention.class)
    void aClassIsReadFromWhatItWrites(Retention retention) {
        assertThat(Json.read(Json.write(retention), Retention.class)).isEqualTo(retention);
        assertThat(Retention.ofDays(retention.days())).isEqualTo(retention);
    }

    @Test
    void daysAreNumbersAndForeverIsAWord() {
        assertThat(new String(Json.write(Retention.DAYS_30), StandardCharsets.UTF_8))
                .isEqualTo("30");
        assertThat(new String(Json.write(Retention.FOREVER), StandardCharsets.UTF_8))
                .isEqualTo("\"forever\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "31", "30.0", "\"30\"", "\"always\"", "true", "null"})
    void anythingElseIsRefused(String json) {
        assertThatThrownBy(() -> Json.read(json.getBytes(StandardCharsets.UTF_8), Retention.class))
                .isInstanceOf(Json.UnreadableJsonException.class);
    }
}
