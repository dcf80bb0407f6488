package io.asteris.log.pack;

import io.asteris.contract.Json;
import io.asteris.contract.content.Body;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Texts like those that shops and sites send, from a fixed seed: what the dictionary is trained on. */
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

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
