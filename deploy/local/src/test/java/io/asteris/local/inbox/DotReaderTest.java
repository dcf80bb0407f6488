package io.asteris.local.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotReaderTest {
    private static final String WIRE = "a\r\n..b\r\n...\r\n.\n\r\n.\rx\r\r\n\n.\r\n.\r\nQUIT\r\n";
    private static final String CONTENT = "a\r\n.b\r\n..\r\n\n\r\n\rx\r\r\n\n.\r\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void theResultDoesNotDependOnWhereThePacketsWereCut(int packet) {
        // Given
        Content content = new Content(true, 1000);
        DotReader reader = new DotReader(content);
        byte[] wire = WIRE.getBytes(StandardCharsets.UTF_8);

        // When
        int position = 0;
        while (!reader.isAtEnd()) {
            byte[] part = Arrays.copyOfRange(wire, position, Math.min(wire.length, position + packet));
            position += reader.read(part, 0);
        }

        // Then
        assertThat(new String(content.toBytes(), StandardCharsets.UTF_8)).isEqualTo(CONTENT);
        assertThat(WIRE.substring(position)).isEqualTo("QUIT\r\n");
    }
}
