package io.asteris.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.asteris.contract.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds every published sample and the records together: what was once written is read, and written back the same. */
class EventSamplesTest {
    private static final ObjectMapper PLAIN = new ObjectMapper();

    @ParameterizedTest
    @EnumSource(EventType.class)
    void aSampleIsReadAndWrittenBackTheSame(EventType type) throws IOException {
        // Given
        JsonNode sample = sample(type);

        // When
        Event event = Json.read(PLAIN.writeValueAsBytes(sample), type.record());

        // Then
        assertThat(PLAIN.readTree(Json.write(event))).isEqualTo(sample);
        assertThat(EventType.of(event)).isEqualTo(type);
        assertThat(Json.read(Json.write(event), type.record())).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void aFieldOfALaterVersionIsIgnored(EventType type) throws IOException {
        // Given
        ObjectNode sample = sample(type);
        Event today = Json.read(PLAIN.writeValueAsBytes(sample), type.record());

        // When
        sample.put("of_a_later_version", 1);
        Event later = Json.read(PLAIN.writeValueAsBytes(sample), type.record());

        // Then
        assertThat(later).isEqualTo(today);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void theTypesNameEndsInItsVersion(EventType type) {
        assertThat(type.typeName()).matches("[a-z-]+(\\.[a-z]+)+\\.v[0-9]+");
        assertThat(EventType.named(type.typeName())).contains(type);
    }

    @Test
    void everyPermittedRecordStandsInTheTable() {
        Set<Class<?>> permitted = records(Event.class).collect(Collectors.toSet());

        assertThat(Arrays.stream(EventType.values()).map(EventType::record).collect(Collectors.<Class<?>>toSet()))
                .isEqualTo(permitted);
    }

    @Test
    void aTypeOfALaterVersionIsUnknown() {
        assertThat(EventType.named("mail.message.accepted.v9")).isEmpty();
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventSamplesTest::records)
                : Stream.of(type);
    }

    private static ObjectNode sample(EventType type) throws IOException {
        try (var in = EventSamplesTest.class.getResourceAsStream(type.typeName() + ".json")) {
            return (ObjectNode) PLAIN.readTree(in);
        }
    }
}
