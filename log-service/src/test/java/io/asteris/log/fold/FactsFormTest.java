package io.asteris.log.fold;

import static io.asteris.log.fold.Facts.START;
import static io.asteris.log.fold.Facts.attempt;
import static io.asteris.log.fold.Facts.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How facts lie in their octets. */
class FactsFormTest {
    private static final Optional<Acceptance> NONE = Optional.empty();

    private static final History ORDINARY = History.EMPTY.with(List.of(
            state(1, DispatchState.QUEUED),
            attempt(1, AnswerKind.TAKEN, 250, "2.0.0", "2.0.0 Ok: queued as 4F1A2"),
            state(3, DispatchState.SENT)));

    @Property(tries = 1_000)
    void aHistoryEqualsItselfAfterItWasStoredAndRead(@ForAll("histories") History history) {
        assertThat(History.read(START, NONE, history.packed(START))).isEqualTo(history);
    }

    @Property(tries = 3_000)
    void anyOctetsAreAHistoryThatCanBeFoldedOrRefused(@ForAll @Size(max = 60) byte[] octets) {
        if (octets.length > 0) {
            octets[0] = FactsForm.VERSION;
        }
        readOrRefused(octets);
    }

    @Property(tries = 3_000)
    void aDamagedHistoryIsReadOrRefused(
            @ForAll("histories") History history,
            @ForAll @IntRange(max = 10_000) int place,
            @ForAll byte octet,
            @ForAll boolean cut) {
        byte[] octets = history.packed(START);
        int there = place % octets.length;
        octets[there] = octet;

        readOrRefused(cut ? Arrays.copyOf(octets, there) : octets);
    }

    @Test
    void whatIsStoredTodayIsReadByEveryLaterVersion() {
        byte[] stored = HexFormat.ofDelimiter(" ")
                .parseHex("01"
                        + " 04 0e 02 02 d0 0f 02 00 00"
                        + " 04 0e 06 0c f0 2e 02 00 00"
                        + " 02 60 02 0a 6d 61 69 6e d0 0f 28 02 00 04 f4 03 0c 32 2e 30 2e 30"
                        + " 34 32 2e 30 2e 30 20 4f 6b 3a 20 71 75 65 75 65 64 20 61 73 20 34 46 31 41 32 00 00");

        assertThat(History.read(START, NONE, stored)).isEqualTo(ORDINARY);
    }

    @Test
    void theFactsOfAnOrdinaryMessageTakeLittleRoom() {
        String line = "250 2.0.0 Ok: queued as m0000000082";
        var attempt = new Attempt(
                1,
                "inbox",
                Facts.at(1),
                20,
                AnswerKind.TAKEN,
                null,
                250,
                "2.0.0",
                "Ok: queued as m0000000082",
                "m0000000082",
                false,
                List.of());
        History history = History.EMPTY.with(
                List.of(state(1, DispatchState.QUEUED), attempt, state(3, DispatchState.SENT, line, List.of())));

        assertThat(history.packed(START)).hasSizeLessThan(85);
        assertThat(History.read(START, NONE, history.packed(START))).isEqualTo(history);
    }

    @Test
    void aKindAndFieldsOfALaterVersionAreSkipped() {
        byte[] stored = ORDINARY.packed(START);
        var later = new Octets();
        later.octet(FactsForm.VERSION);
        later.number(99);
        later.number(3);
        later.octet(1);
        later.octet(2);
        later.octet(3);
        // The first fact is the state queued: its kind, its length, seven octets.
        int length = stored[2] / 2;
        later.number(FactsForm.STATE);
        later.number(length + 2);
        for (int i = 3; i < 3 + length; i++) {
            later.octet(stored[i]);
        }
        later.octet(77);
        later.octet(78);
        for (int i = 3 + length; i < stored.length; i++) {
            later.octet(stored[i]);
        }

        assertThat(History.read(START, NONE, later.toArray())).isEqualTo(ORDINARY);
    }

    @ParameterizedTest
    @CsvSource({
        "'',they end too soon",
        "7b7d,they are of another version",
        "02,they are of another version",
        "0104,they end too soon",
        "01040e,they end too soon",
        "01040402d0,they end too soon",
        "01040e021ad00f020000,a word that is not known here",
        "01040e0202d00f000000,a text is missing",
        "01040e0202d00f010000,a text is the end of none",
        "01060801020000,a recipient without a place",
        "01ffffffffffffffffffffff,a number is too long",
        "01feffffffffff7f00,a number is too large",
        "01040e0202d00f020000040e0202d00f020000,they are not in order"
    })
    void damagedFactsAreRefusedWithTheReason(String damaged, String reason) {
        byte[] octets = HexFormat.of().parseHex(damaged);

        assertThatThrownBy(() -> History.read(START, NONE, octets))
                .isInstanceOf(UnreadableFactsException.class)
                .hasMessage("stored facts are unreadable: " + reason)
                .hasNoCause();
    }

    private static void readOrRefused(byte[] octets) {
        try {
            History history = History.read(START, Optional.of(Facts.accepted(3)), octets);
            assertThat(Fold.of(history).recipients()).hasSize(3);
        } catch (UnreadableFactsException refused) {
            assertThat(refused).hasMessageStartingWith("stored facts are unreadable: ");
        }
    }

    @Provide
    Arbitrary<History> histories() {
        Arbitrary<Fact> facts = Arbitraries.oneOf(attempts(), states(), outcomes());
        return facts.list().ofMaxSize(8).map(History.EMPTY::with);
    }

    private static Arbitrary<Attempt> attempts() {
        return Combinators.combine(
                        Combinators.combine(numbers(), texts(), moments(), millis())
                                .as(Call::new),
                        Arbitraries.of(AnswerKind.class),
                        Arbitraries.of(Cause.class).injectNull(0.5),
                        numbers().injectNull(0.2),
                        texts().injectNull(0.3),
                        texts(),
                        texts().injectNull(0.5),
                        Combinators.combine(
                                        Arbitraries.of(true, false),
                                        said().list().ofMaxSize(3))
                                .as(Rest::new))
                .as((call, answer, cause, code, enhanced, text, id, rest) -> new Attempt(
                        call.number(),
                        call.provider(),
                        call.startedAt(),
                        call.millis(),
                        answer,
                        cause,
                        code,
                        enhanced,
                        text,
                        id,
                        rest.possibleDuplicate(),
                        rest.recipients()));
    }

    private record Call(int number, String provider, Instant startedAt, long millis) {}

    private record Rest(boolean possibleDuplicate, List<Attempt.Said> recipients) {}

    private static Arbitrary<Attempt.Said> said() {
        return Combinators.combine(
                        positions(),
                        Arbitraries.of(AnswerKind.class),
                        numbers().injectNull(0.2),
                        texts().injectNull(0.3),
                        texts())
                .as(Attempt.Said::new);
    }

    private static Arbitrary<StateChange> states() {
        Arbitrary<StateChange.Skip> skips =
                Combinators.combine(positions(), texts()).as(StateChange.Skip::new);
        return Combinators.combine(
                        numbers(),
                        Arbitraries.of(DispatchState.class),
                        moments(),
                        texts(),
                        moments().injectNull(0.7),
                        Arbitraries.of(true, false),
                        skips.list().ofMaxSize(2))
                .as(StateChange::new);
    }

    private static Arbitrary<Outcome> outcomes() {
        return Combinators.combine(positions(), Arbitraries.of(Outcome.Kind.class), moments(), texts(), texts())
                .as(Outcome::new);
    }

    private static Arbitrary<Integer> numbers() {
        return Arbitraries.oneOf(Arbitraries.integers().between(0, 600), Arbitraries.integers());
    }

    private static Arbitrary<Integer> positions() {
        return Arbitraries.integers().between(0, 200);
    }

    private static Arbitrary<Long> millis() {
        return Arbitraries.oneOf(Arbitraries.longs().between(0, 40_000), Arbitraries.longs());
    }

    private static Arbitrary<Instant> moments() {
        Arbitrary<Long> near = Arbitraries.longs().between(0, 200_000).map(millis -> START.toEpochMilli() + millis);
        return Arbitraries.oneOf(near, Arbitraries.longs()).map(Instant::ofEpochMilli);
    }

    /** Without halves of characters, which UTF-8 cannot have. */
    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of("", "main", "4F1A2", "Ok: queued as 4F1A2", "250 2.0.0 Ok: queued as 4F1A2", "\u0000"),
                Arbitraries.of("✓", "ü ✓", "viele Grüße ü ✓", "ü ✓ \uD83D\uDE00"),
                Arbitraries.strings().withCharRange('\u0000', '\uD7FF').ofMaxLength(300));
    }
}
