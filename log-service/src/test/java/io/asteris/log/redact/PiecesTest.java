package io.asteris.log.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class PiecesTest {
    /** Few letters, with capitals that lie elsewhere than those of ASCII, so that pieces are often there, and often nearly. */
    @Property(tries = 1_000)
    void theyAreFoundWhereASearchForEachFindsOne(
            @ForAll @Size(min = 1, max = 3) List<@NotEmpty @CharRange(from = 'a', to = 'c') String> pieces,
            @ForAll @CharRange(from = 'a', to = 'c') @CharRange(from = 'A', to = 'C') @CharRange(from = 'Ł', to = 'ł')
                    String text) {
        String small = text.toLowerCase(Locale.ROOT);

        assertThat(new Pieces(pieces).areIn(text)).isEqualTo(pieces.stream().anyMatch(small::contains));
    }

    @Property(tries = 1_000)
    void lettersBeyondAsciiHaveCapitalsToo(
            @ForAll @NotEmpty @CharRange(from = 'à', to = 'ö') @CharRange(from = 'ł', to = 'ł') String piece,
            @ForAll String before) {
        assertThat(new Pieces(List.of(piece)).areIn(before + piece.toUpperCase(Locale.ROOT)))
                .isTrue();
    }

    @Property(tries = 1_000)
    void whatStandsBesideTheTextIsNoPartOfIt(
            @ForAll @Size(min = 1, max = 3) List<@NotEmpty @CharRange(from = 'a', to = 'b') String> pieces,
            @ForAll @CharRange(from = 'a', to = 'b') String before,
            @ForAll @CharRange(from = 'a', to = 'b') String text,
            @ForAll @CharRange(from = 'a', to = 'b') String after) {
        char[] all = (before + text + after).toCharArray();

        assertThat(new Pieces(pieces).areIn(all, before.length(), before.length() + text.length()))
                .isEqualTo(pieces.stream().anyMatch(text::contains));
    }
}
