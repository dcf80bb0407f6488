package io.asteris.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageTextTest {
    @Test
    void hasAboutTheWantedSizeAndShortLines() {
        // When
        String text = MessageText.of(2048);

        // Then
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(2040, 2048);
        assertThat(text.lines()).allMatch(line -> line.length() < 100 && !line.startsWith("."));
    }

    @Test
    void isTheSameForTheSameSize() {
        assertThat(MessageText.request(500)).isEqualTo(MessageText.request(500));
    }
}
