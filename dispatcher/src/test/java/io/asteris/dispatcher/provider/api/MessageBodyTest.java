package io.asteris.dispatcher.provider.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.dispatcher.smtp.MessageSource;
import io.asteris.platform.egress.HttpBody;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageBodyTest {
    @Test
    void piecesOfAnySizeMakeOneText() {
        Random random = new Random(7);
        for (int octets = 0; octets < 200; octets++) {
            byte[] message = new byte[octets];
            random.nextBytes(message);
            var source = pieces(message, 1 + random.nextInt(7));

            assertThat(read(MessageBody.base64(source)))
                    .isEqualTo(Base64.getEncoder().encodeToString(message));
            assertThat(read(MessageBody.base64Url("{\"raw\":\"", source, "\"}")))
                    .isEqualTo("{\"raw\":\""
                            + Base64.getUrlEncoder().withoutPadding().encodeToString(message) + "\"}");
        }
    }

    private static String read(HttpBody body) {
        var whole = Buffer.buffer();
        body.open().forEachRemaining(whole::appendBuffer);
        assertThat((long) whole.length()).isEqualTo(body.size());
        return whole.toString();
    }

    private static MessageSource pieces(byte[] message, int piece) {
        List<Buffer> pieces = IntStream.iterate(0, from -> from < message.length, from -> from + piece)
                .mapToObj(from -> Buffer.buffer(message).getBuffer(from, Math.min(message.length, from + piece)))
                .toList();
        return new MessageSource() {
            @Override
            public long size() {
                return message.length;
            }

            @Override
            public Iterator<Buffer> open() {
                return pieces.iterator();
            }
        };
    }
}
