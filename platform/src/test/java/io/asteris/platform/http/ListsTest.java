package io.asteris.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTest {
    @Test
    void aCursorReadsBackToItsKey() {
        assertThat(Cursor.read(Cursor.of("2026-01-01T00:00:00Z", "id"), 2))
                .containsExactly("2026-01-01T00:00:00Z", "id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%%%", "AAAA", "b25l"})
    void aForeignCursorIsRefused(String cursor) {
        assertThatThrownBy(() -> Cursor.read(cursor, 2)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aPageHasFiftyRowsUnlessToldOtherwise() {
        assertThat(Paging.limit(null)).isEqualTo(50);
        assertThat(Paging.limit("200")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "x", "", "1e2"})
    void anyOtherLimitIsRefused(String limit) {
        assertThatThrownBy(() -> Paging.limit(limit)).isInstanceOf(ProblemException.class);
    }

    @Test
    void onlyTheTagOfThePresentDocumentMatches() {
        var document = Map.of("a", 1);
        String tag = '"' + ETags.answer(document).getEntityTag().getValue() + '"';

        assertThatCode(() -> ETags.check(tag, document)).doesNotThrowAnyException();
        assertThatCode(() -> ETags.check("\"other\", " + tag, document)).doesNotThrowAnyException();
        assertThatCode(() -> ETags.check(null, document)).doesNotThrowAnyException();
        assertThatThrownBy(() -> ETags.check(tag, Map.of("a", 2)))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ProblemType.PRECONDITION_FAILED));
    }
}
