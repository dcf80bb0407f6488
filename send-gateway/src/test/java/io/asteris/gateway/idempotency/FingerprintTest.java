package io.asteris.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.gateway.request.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    @Test
    void theFingerprintKnowsTheMeaningFromTheText() {
        // Given
        String one = "{\"to\":\"a@b.example\",\"text\":\"x\",\"headers\":{\"X-A\":\"1\",\"X-B\":\"2\"}}";
        String same = "{ \"headers\":{\"X-B\":\"2\",\"X-A\":\"1\"}, \"text\":\"\\u0078\", \"to\":[\"a@b.example\"]}";
        // Then
        assertThat(print(same)).isEqualTo(print(one));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"to\":\"a@b.example\",\"text\":\"y\"}",
                "{\"to\":\"a@b.example\",\"html\":\"x\"}",
                "{\"cc\":\"a@b.example\",\"text\":\"x\"}",
                "{\"to\":\"a@b.example\",\"text\":\"x\",\"subject\":\"s\"}",
                "{\"to\":\"a@b.example\",\"text\":\"x\",\"tags\":[\"t\"]}",
                "{\"to\":\"a@b.example\",\"text\":\"x\",\"source\":\"t\"}",
                "{\"to\":\"a@b.example\",\"text\":\"x\",\"sensitive\":true}",
                "{\"to\":\"a@b.example\",\"text\":\"x\",\"metadata\":{\"a\":\"b\"}}",
                "{\"to\":\"a@b.example\",\"text\":\"x\",\"attachments\":[{\"filename\":\"f\",\"content\":\"AQ==\"}]}",
                "{\"to\":\"a@b.example\",\"text\":\"x\",\"reply_to\":\"r@b.example\"}"
            })
    void everyDifferenceShowsInTheFingerprint(String other) {
        assertThat(print(other)).isNotEqualTo(print("{\"to\":\"a@b.example\",\"text\":\"x\"}"));
    }

    @Test
    void whatIsRememberedIsReadBack() {
        // Given
        var ids = List.of(MessageId.mint(Requests.NOW), MessageId.mint(Requests.NOW));
        var remembered = new Remembered(new byte[] {1, 2}, ids);
        // When
        Remembered read = Remembered.read(remembered.fingerprint(), remembered.storedMessages());
        // Then
        assertThat(read.messages()).isEqualTo(ids);
        assertThat(read.isOf(new byte[] {1, 2})).isTrue();
        assertThat(read.isOf(new byte[] {1, 3})).isFalse();
    }

    private static byte[] print(String json) {
        return Fingerprint.of(MessageKind.SEND, Requests.message(json));
    }
}
