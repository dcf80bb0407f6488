package io.asteris.log.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asteris.contract.MessageId;
import io.asteris.log.fold.Status;
import java.time.Instant;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchParserTest {
    @Property(tries = 2_000)
    void aPrintedSearchIsReadBackToTheSame(@ForAll("queries") SearchQuery query) {
        assertThat(SearchParser.parse(query.text())).isEqualTo(query);
    }

    @Property(tries = 3_000)
    void anyTextIsReadOrRefusedAtAColumnWithinIt(@ForAll("texts") String text) {
        try {
            SearchQuery query = SearchParser.parse(text);
            assertThat(SearchParser.parse(query.text())).isEqualTo(query);
        } catch (InvalidSearchException refused) {
            assertThat(refused.findings()).isNotEmpty().allSatisfy(finding -> {
                assertThat(finding.column()).isBetween(1, text.length() + 1);
                assertThat(finding.detail()).isNotBlank();
            });
        }
    }

    @Test
    void allKeysAreReadWithQuotesAndNegation() {
        // When
        SearchQuery query = SearchParser.parse(
                "to:a@one.example -subject:\"two \\\"words\\\"\" STATUS:failed before:2026-06-01 from-plugin:woo free \"-x\"");

        // Then
        assertThat(query.terms())
                .containsExactly(
                        Term.of(Key.TO, "a@one.example"),
                        new Term(true, Key.SUBJECT, "two \"words\""),
                        Term.of(Key.STATUS, "failed"),
                        Term.of(Key.BEFORE, "2026-06-01"),
                        Term.of(Key.FROM_PLUGIN, "woo"),
                        Term.of(Key.WORD, "free"),
                        Term.of(Key.WORD, "-x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour:red|1",
                "ok colour:red|4",
                "status:odd|8",
                "a before:2026-13-01|10",
                "after:yesterday|7",
                "id:17|4",
                "has:body|5",
                "to:|4",
                "say \"hello|5",
                "say\"hello|4",
                "\"a\"b|4",
                "-|2",
                "\"\"|1"
            })
    void whatIsWrongIsRefusedWithItsColumn(String text, int column) {
        var refused = catchThrowableOfType(InvalidSearchException.class, () -> SearchParser.parse(text));

        assertThat(refused.findings().getFirst().column()).isEqualTo(column);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        var refused = catchThrowableOfType(
                InvalidSearchException.class, () -> SearchParser.parse("status:odd x after:never colour:red"));

        assertThat(refused.findings())
                .extracting(InvalidSearchException.Finding::column)
                .containsExactly(8, 20, 26);
    }

    @Test
    void tooMuchIsRefused() {
        assertThatThrownBy(() -> SearchParser.parse("x".repeat(2_001))).isInstanceOf(InvalidSearchException.class);
        assertThatThrownBy(() -> SearchParser.parse("x ".repeat(21))).isInstanceOf(InvalidSearchException.class);
    }

    @Provide
    Arbitrary<SearchQuery> queries() {
        return terms().list()
                .ofMaxSize(20)
                .map(SearchQuery::new)
                .filter(query -> query.text().length() <= 2_000);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "to:",
                "-",
                "\"",
                "\\",
                " ",
                "status:",
                "failed",
                "after:",
                "2026-05-01",
                "id:",
                ":",
                "a",
                "\u2003",
                "\n");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                pieces.list().ofMaxSize(20).map(list -> String.join("", list)));
    }

    private static Arbitrary<Term> terms() {
        return Arbitraries.of(Key.values()).flatMap(key -> Combinators.combine(Arbitraries.of(true, false), values(key))
                .as((negated, value) -> new Term(negated, key, value)));
    }

    private static Arbitrary<String> values(Key key) {
        return switch (key) {
            case STATUS ->
                Arbitraries.of(Status.values()).map(status -> status.name().toLowerCase(Locale.ROOT));
            case BEFORE, AFTER ->
                Arbitraries.of("2026-05-01", "1999-12-31", "2026-05-01T09:30:00Z", "2026-05-01T09:30:00+02:00");
            case ID ->
                Arbitraries.longs().between(0, 1L << 40).map(millis -> MessageId.mint(Instant.ofEpochMilli(millis))
                        .text());
            case HAS -> Arbitraries.just("attachment");
            case WORD, TO, SUBJECT, FROM_PLUGIN, FROM, PROVIDER, TAG ->
                Arbitraries.strings().ofMinLength(1).ofMaxLength(30).filter(text -> !text.isBlank());
        };
    }
}
