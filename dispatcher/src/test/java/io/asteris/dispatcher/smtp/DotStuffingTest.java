package io.asteris.dispatcher.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotStuffingTest {
    @ParameterizedTest
    @CsvSource({
        "'a\\r\\n', 'a\\r\\n.\\r\\n'",
        "'a', 'a\\r\\n.\\r\\n'",
        "'', '.\\r\\n'",
        "'.', '..\\r\\n.\\r\\n'",
        "'a\\n.\\nb', 'a\\r\\n..\\r\\nb\\r\\n.\\r\\n'",
        "'a\\r.\\rb', 'a\\r\\n..\\r\\nb\\r\\n.\\r\\n'",
        "'a\\r\\n.\\r\\nb', 'a\\r\\n..\\r\\nb\\r\\n.\\r\\n'",
        "'a\\r\\n.\\nb', 'a\\r\\n..\\r\\nb\\r\\n.\\r\\n'",
        "'a\\n.\\r\\nb', 'a\\r\\n..\\r\\nb\\r\\n.\\r\\n'",
        "'a\\r\\r\\nb\\r', 'a\\r\\n\\r\\nb\\r\\n.\\r\\n'"
    })
    void nothingButTheDotAtTheEndCanEndTheMessage(String message, String wire) {
        // Given
        String octets = message.translateEscapes();

        // Then
        for (int piece = 1; piece <= Math.max(1, octets.length()); piece++) {
            assertThat(onTheWire(octets, piece)).isEqualTo(wire.translateEscapes());
        }
    }

    @Property
    void theWireHoldsOneEndOnlyInWhateverWayItIsRead(
            @ForAll("lineEnds") String message, @ForAll @IntRange(min = 1, max = 9) int piece) {
        // When
        String wire = onTheWire(message, piece);

        // Then
        assertThat(wire).endsWith(".\r\n");
        assertThat(wire.replace("\r\n", "")).doesNotContain("\r", "\n");
        String before = "\r\n" + wire.substring(0, wire.length() - 3);
        assertThat(before).doesNotContain("\r\n.\r\n");
        for (String line : wire.split("\r\n", -1)) {
            assertThat(line.length()).isLessThanOrEqualTo(DotStuffing.MAX_LINE + 1);
        }
        String decoded = before.replace("\r\n.", "\r\n").substring(2);
        assertThat(decoded.replace("\r\n", "\n").strip())
                .isEqualTo(message.replace("\r\n", "\n").replace('\r', '\n').strip());
    }

    @Provide
    Arbitrary<String> lineEnds() {
        return Arbitraries.of("\r", "\n", "\r\n", ".", "..", "a", "MAIL FROM:<x>", "\r\n.\r\n")
                .list()
                .ofMaxSize(40)
                .map(all -> String.join("", all));
    }

    private static String onTheWire(String message, int piece) {
        byte[] octets = message.getBytes(StandardCharsets.US_ASCII);
        var stuffing = new DotStuffing();
        var wire = Buffer.buffer();
        for (int at = 0; at < octets.length; at += piece) {
            wire.appendBuffer(stuffing.stuff(Buffer.buffer(octets).getBuffer(at, Math.min(octets.length, at + piece))));
        }
        return wire.appendBuffer(stuffing.end()).toString(StandardCharsets.US_ASCII);
    }
}
