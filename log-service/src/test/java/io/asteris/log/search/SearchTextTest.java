package io.asteris.log.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

class SearchTextTest {
    @Property
    void anyTextIsComposedSmallAndWithoutControls(@ForAll String text) {
        assertThat(SearchText.fold(text)).isEqualTo(expected(text));
    }

    @Property
    void textOfAsciiIsSmallAndWithoutControls(@ForAll @CharRange(from = '\0', to = '\u007f') String text) {
        assertThat(SearchText.fold(text)).isEqualTo(expected(text));
    }

    @Test
    void aDecomposedLetterIsTheSameAsAComposedOne() {
        assertThat(SearchText.fold("GRU\u0308SSE\tan\u007fAnna")).isEqualTo("gr\u00fcsse an anna");
    }

    private static String expected(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .map(character -> Character.getType(character) == Character.CONTROL ? ' ' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
