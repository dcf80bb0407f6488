package io.asteris.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Random;

/** Message bodies of a wanted size, made of words, so that compression finds about what it finds in mail. */
public final class MessageText {
    private static final String[] WORDS =
            ("the order has been sent to your address and will arrive within three days please find invoice number below "
                            + "thank you for shopping with us if something is wrong write back we shall help soon total amount "
                            + "including tax shipping parcel customer account password reset link valid until tomorrow evening")
                    .split(" ");
    private static final int LINE = 72;
    private static final int NUMBERS = 100_000;
    private static final int WORDS_TO_A_NUMBER = 7;

    private MessageText() {}

    /** About so many octets of text in lines; the same for the same size. */
    public static String of(int octets) {
        var random = new Random(octets);
        var text = new StringBuilder(octets + LINE);
        int line = 0;
        while (text.length() < octets) {
            String word = random.nextInt(WORDS_TO_A_NUMBER) == 0
                    ? Integer.toString(random.nextInt(NUMBERS))
                    : WORDS[random.nextInt(WORDS.length)];
            line += word.length() + 1;
            text.append(word).append(line > LINE ? "\r\n" : " ");
            line = line > LINE ? 0 : line;
        }
        return text.substring(0, octets).strip();
    }

    /** The body of a {@code POST /send} whose text has about so many octets. */
    public static Buffer request(int octets) {
        return new JsonObject()
                .put("to", "anna@example.com")
                .put("subject", "Your order " + octets)
                .put("text", of(octets))
                .toBuffer();
    }
}
