package io.asteris.log.pack;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.contract.Json;
import io.asteris.contract.content.Body;
import io.asteris.log.fold.Attempt;
import io.asteris.log.fold.Fact;
import io.asteris.log.fold.History;
import io.asteris.log.fold.Outcome;
import io.asteris.log.fold.StateChange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Texts like those that shops and sites send, from a fixed seed: what the dictionaries are trained on. */
final class SampleTexts {
    private static final long SEED = 20_260_301;

    private final Random random = new Random(SEED);

    private SampleTexts() {}

    /** Bodies as they are stored, before they are packed. */
    static List<String> bodies(int count) {
        var texts = new SampleTexts();
        var bodies = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            bodies.add(new String(Json.write(texts.body()), StandardCharsets.UTF_8));
        }
        return bodies;
    }

    /** Facts as they are stored, before they are packed. */
    static List<String> facts(int count) {
        var texts = new SampleTexts();
        var facts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            facts.add(texts.history().json());
        }
        return facts;
    }

    private Body body() {
        var html = new StringBuilder();
        var text = new StringBuilder();
        String title = pick(Words.TITLES);
        open(html, title);
        for (int i = 0, paragraphs = 2 + random.nextInt(5); i < paragraphs; i++) {
            String sentence = sentence();
            html.append(String.format(pick(Words.PARAGRAPHS), sentence));
            text.append(sentence).append("\n\n");
        }
        if (random.nextInt(3) > 0) {
            table(html, text);
        }
        if (random.nextInt(2) > 0) {
            html.append(String.format(pick(Words.BUTTONS), link(), pick(Words.CALLS)));
            text.append(link()).append("\n\n");
        }
        close(html);
        return switch (random.nextInt(5)) {
            case 0 -> new Body(null, title + "\n\n" + text);
            case 1 -> new Body(html.toString(), title + "\n\n" + text);
            default -> new Body(html.toString(), null);
        };
    }

    private void open(StringBuilder html, String title) {
        html.append(pick(Words.HEADS)).append(String.format(pick(Words.OPENINGS), title));
    }

    private void close(StringBuilder html) {
        html.append(String.format(pick(Words.FOOTERS), pick(Words.SITES))).append(pick(Words.ENDS));
    }

    private void table(StringBuilder html, StringBuilder text) {
        html.append(pick(Words.TABLES));
        for (int i = 0, rows = 1 + random.nextInt(4); i < rows; i++) {
            String thing = pick(Words.THINGS);
            String price = String.format(Locale.ROOT, "%d.%02d", 1 + random.nextInt(300), random.nextInt(100));
            html.append(String.format(pick(Words.ROWS), thing, 1 + random.nextInt(5), price));
            text.append(thing).append("  ").append(price).append(" €\n");
        }
        html.append("</tbody></table>");
    }

    private String sentence() {
        return String.format(
                pick(Words.SENTENCES), pick(Words.NAMES), 1_000 + random.nextInt(90_000), pick(Words.SITES));
    }

    private String link() {
        return "https://" + pick(Words.SITES) + pick(Words.PATHS) + Integer.toHexString(random.nextInt());
    }

    private History history() {
        var facts = new ArrayList<Fact>();
        Instant at = Instant.ofEpochMilli(1_770_000_000_000L + random.nextInt(2_000_000_000));
        facts.add(state(1, DispatchState.QUEUED, at.plusMillis(3)));
        String provider =
                pick(List.of("main", "default", "inbox", "sendgrid", "mailgun", "ses", "smtp", "gmail", "backup"));
        int tries = random.nextInt(12) == 0 ? 2 : 1;
        for (int i = 1; i < tries; i++) {
            facts.add(attempt(i, provider, at, AnswerKind.NOT_TAKEN, Cause.TRANSIENT, pick(Words.LATER)));
            facts.add(state(2 * i + 1, DispatchState.RETRY_WAIT, at.plusSeconds(2)));
        }
        boolean taken = random.nextInt(15) > 0;
        facts.add(
                taken
                        ? attempt(tries, provider, at.plusMillis(9), AnswerKind.TAKEN, null, answer())
                        : attempt(
                                tries,
                                provider,
                                at.plusMillis(9),
                                AnswerKind.REFUSED,
                                Cause.PERMANENT,
                                pick(Words.NO)));
        facts.add(state(2 * tries + 1, taken ? DispatchState.SENT : DispatchState.FAILED, at.plusMillis(60)));
        if (taken && random.nextInt(3) == 0) {
            facts.add(new Outcome(
                    0,
                    Outcome.Kind.DELIVERED,
                    at.plusSeconds(3),
                    pick(List.of("sendgrid", "mailgun", "ses")),
                    "250 ok"));
        }
        return History.EMPTY.with(facts);
    }

    private Attempt attempt(
            int number, String provider, Instant at, AnswerKind answer, @Nullable Cause cause, String text) {
        int code = text.isEmpty() || !Character.isDigit(text.charAt(0)) ? 202 : Integer.parseInt(text.substring(0, 3));
        @Nullable
        String id = random.nextBoolean()
                ? "<" + Integer.toHexString(random.nextInt()) + "@" + pick(Words.SITES) + ">"
                : null;
        return new Attempt(
                number, provider, at, 5 + random.nextInt(400), answer, cause, code, null, text, id, false, List.of());
    }

    private String answer() {
        return String.format(
                pick(Words.YES), Integer.toHexString(random.nextInt()).toUpperCase(Locale.ROOT));
    }

    private static StateChange state(int version, DispatchState state, Instant at) {
        return new StateChange(version, state, at, "", null, false, List.of());
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
