package io.asteris.bench.logs;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Random;

/** Messages of 2 KB like those of a shop, none like the other, from a fixed seed. */
final class LogMail {
    /** Of the message whose body has the rare word. */
    static final String RARE_SUBJECT = "Your order of a quetzal";

    /** Stands in the subject of one message in 100. */
    static final String MEDIUM_WORD = "invoice";

    /** Stands in the subject of one message in eight. */
    static final String COMMON_WORD = "reminder";

    /** Stands in no other body. */
    static final String RARE_WORD = "quetzalcoatl";

    private static final long SEED = 7;
    private static final int OCTETS = 2_048;
    private static final String[] GREETINGS = {"Dear", "Good morning", "Hello there", "Sehr geehrte Frau", "Liebe"};
    private static final String[] NAMES = {
        "Amelie", "Bruno", "Chiara", "Dmitri", "Elif", "Farid", "Gudrun", "Henrik", "Ines", "Jakub", "Katja", "Luca",
        "Mira", "Nils"
    };
    private static final String[] THINGS = {
        "oak table",
        "desk lamp",
        "wool blanket",
        "garden chair",
        "copper kettle",
        "linen shirt",
        "bicycle bell",
        "tea caddy",
        "rucksack"
    };
    private static final String[] SENTENCES = {
        "the parcel left our warehouse this afternoon and should be with you before the weekend.",
        "we packed everything with care and put a small present beside it.",
        "should a piece be missing or broken, write back within two weeks and we sort it out.",
        "the amount was taken from your account under the reference below.",
        "our workshop is closed next week, so answers may take a little longer.",
        "das Paket ist unterwegs und kommt in den nächsten Tagen bei Ihnen an.",
        "please keep this message, as it serves as proof of purchase."
    };
    private static final String FRAME = """
            <html><head><title>Message</title></head><body bgcolor="#fafafa"><center><table cellspacing="0" width="580">\
            <tr><td><img src="https://cdn.example/logo-%s.png" width="120" height="40" alt="Logo"></td></tr>\
            <tr><td style="font:15px/22px Georgia,serif;color:#222">%s</td></tr>\
            <tr><td style="font:11px Georgia,serif;color:#777">Example Trading, 12 Harbour Street · company no. %d · \
            <a href="https://shop.example/preferences?c=%s">preferences</a></td></tr></table></center></body></html>""";

    private final Random random = new Random(SEED);
    private int made;

    /** The body of a {@code POST /send/batch}. */
    String batch(int count) {
        var messages = new JsonArray();
        for (int i = 0; i < count; i++) {
            messages.add(message());
        }
        return messages.encode();
    }

    /** The body of a {@code POST /send/batch} with the one message whose body has the rare word. */
    String rare() {
        JsonObject message = message();
        String html = message.getString("html").replace("</table>", "<p>" + RARE_WORD + "</p></table>");
        return new JsonArray()
                .add(message.put("subject", RARE_SUBJECT).put("html", html))
                .encode();
    }

    private JsonObject message() {
        String name = pick(NAMES);
        return new JsonObject()
                .put(
                        "to",
                        name.toLowerCase(java.util.Locale.ROOT) + random.nextInt(1_000_000) + "@mail"
                                + random.nextInt(50) + ".example")
                .put("subject", "Your order " + random.nextInt(1_000_000) + " of a " + pick(THINGS) + topic())
                .put("source", random.nextInt(4) == 0 ? "contact-form-7" : "woocommerce")
                .put("html", html(name));
    }

    private String topic() {
        int number = made++;
        return number % 100 == 1 ? " " + MEDIUM_WORD : number % 8 == 3 ? " " + COMMON_WORD : "";
    }

    private String html(String name) {
        var text = new StringBuilder("<p>" + pick(GREETINGS) + ' ' + name + ",</p>");
        while (text.length() < OCTETS - FRAME.length()) {
            text.append("<p>")
                    .append(pick(SENTENCES))
                    .append("</p><p><b>")
                    .append(1 + random.nextInt(9))
                    .append(" × ");
            text.append(pick(THINGS))
                    .append("</b> — ")
                    .append(random.nextInt(900))
                    .append('.')
                    .append(10 + random.nextInt(90));
            text.append(" EUR, item ")
                    .append(Integer.toString(random.nextInt(), 36))
                    .append("</p>");
        }
        String token = Long.toString(random.nextLong(), 36);
        return FRAME.formatted(token, text, 100_000 + random.nextInt(900_000), token);
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
