package io.asteris.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextInJsonTest {
    @Property(tries = 500)
    void eachTextIsSeenAsItWasWritten(@ForAll List<String> texts) {
        // Unpaired halves of a character do not travel.
        List<String> written = texts.stream()
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .toList();

        assertThat(seen(Json.write(written))).isEqualTo(written);
    }

    @Test
    void namesOfFieldsAreNoTexts() {
        assertThat(seen(Json.write(Map.of("html", "<p>\u20ac \"x\"</p>")))).containsExactly("<p>\u20ac \"x\"</p>");
    }

    @Test
    void theFirstThatHoldsEndsTheSearch() {
        byte[] json = "[\"a\", \"b\", broken".getBytes(StandardCharsets.UTF_8);

        assertThat(Json.anyText(json, (characters, from, beyond) -> characters[from] == 'b'))
                .isTrue();
        assertThatThrownBy(() -> Json.anyText(json, (characters, from, beyond) -> false))
                .isInstanceOf(Json.UnreadableJsonException.class)
                .hasMessageNotContaining("broken");
    }

    private static List<String> seen(byte[] json) {
        var seen = new ArrayList<String>();
        assertThat(Json.anyText(json, (characters, from, beyond) -> {
                    seen.add(new String(characters, from, beyond - from));
                    return false;
                }))
                .isFalse();
        return seen;
    }
}
