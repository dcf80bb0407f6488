package io.asteris.log.entry;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Json;
import io.asteris.log.fold.Attempt;
import io.asteris.log.fold.History;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what to do about an error. The sayings are data: {@code explanations.json}, of which the first that fits counts. */
final class Explanations {
    private static final List<Saying> SAYINGS = read();

    private Explanations() {}

    /**
     * A saying and the answers that it fits: any of the codes (where there are some), any beginning of the enhanced code (where
     * there are some), and any of the words (where there are some).
     */
    private record Saying(
            @Nullable List<Integer> codes,
            @Nullable List<String> enhanced,
            @Nullable List<String> words,
            String say) {

        boolean fits(@Nullable Integer code, @Nullable String status, String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            return (codes == null || (code != null && codes.contains(code)))
                    && (enhanced == null || enhanced.stream().anyMatch(start -> begins(status, lower, start)))
                    && (words == null || words.stream().anyMatch(lower::contains));
        }

        /** Many servers say the enhanced code in their text only. */
        private static boolean begins(@Nullable String status, String text, String start) {
            return status == null ? text.contains(start) : status.startsWith(start);
        }
    }

    /** What to do about the last answer that was not a yes; empty when there was none, or none that we know. */
    static Optional<String> of(History history) {
        return history.attempts().stream()
                .flatMap(Explanations::refusals)
                .reduce((earlier, later) -> later)
                .flatMap(refusal -> SAYINGS.stream()
                        .filter(saying -> saying.fits(refusal.code(), refusal.enhanced(), refusal.text()))
                        .findFirst())
                .map(Saying::say);
    }

    private static Stream<Refusal> refusals(Attempt attempt) {
        Stream<Refusal> whole = attempt.answer() == AnswerKind.TAKEN
                ? Stream.empty()
                : Stream.of(new Refusal(attempt.code(), attempt.enhanced(), attempt.text()));
        return Stream.concat(
                whole,
                attempt.recipients().stream()
                        .filter(said -> said.answer() != AnswerKind.TAKEN)
                        .map(said -> new Refusal(said.code(), said.enhanced(), said.text())));
    }

    private record Refusal(@Nullable Integer code, @Nullable String enhanced, String text) {}

    private static List<Saying> read() {
        try (InputStream json = Objects.requireNonNull(
                Explanations.class.getResourceAsStream("/explanations.json"), "explanations.json is missing")) {
            return List.of(Json.read(json.readAllBytes(), Saying[].class));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
