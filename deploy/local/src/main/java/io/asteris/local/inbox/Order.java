package io.asteris.local.inbox;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a test orders by the local part of a recipient. Every other address is simply taken. */
sealed interface Order {
    /** Take it. */
    record Take() implements Order {}

    /** {@code refuse-550-5.1.1@…}: refuse this recipient with this code and enhanced code. */
    record RefuseRecipient(int code, String enhanced) implements Order {}

    /** {@code data-554-5.6.0@…}: take the recipient, refuse the message after the final dot. */
    record RefuseMessage(int code, String enhanced) implements Order {}

    /** {@code drop-before-dot@…}: cut the connection when the content begins; nothing is kept. */
    record DropBeforeDot() implements Order {}

    /** {@code drop-after-dot@…}: keep the message, then cut the connection without an answer. */
    record DropAfterDot() implements Order {}

    /** {@code slow-1500@…}: answer this many milliseconds late after the final dot. */
    record Slow(Duration delay) implements Order {}

    Pattern REFUSE = Pattern.compile("(refuse|data)-([45]\\d\\d)-([45]\\.\\d{1,3}\\.\\d{1,3})");
    Pattern SLOW = Pattern.compile("slow-(\\d{1,6})");

    /** The order in an address as SMTP gave it. */
    static Order of(String address) {
        int at = address.lastIndexOf('@');
        String local = at < 0 ? address : address.substring(0, at);
        Matcher refuse = REFUSE.matcher(local);
        if (refuse.matches()) {
            int code = Integer.parseInt(refuse.group(2));
            return refuse.group(1).equals("refuse")
                    ? new RefuseRecipient(code, refuse.group(3))
                    : new RefuseMessage(code, refuse.group(3));
        }
        Matcher slow = SLOW.matcher(local);
        if (slow.matches()) {
            return new Slow(Duration.ofMillis(Long.parseLong(slow.group(1))));
        }
        return switch (local) {
            case "drop-before-dot" -> new DropBeforeDot();
            case "drop-after-dot" -> new DropAfterDot();
            case String other -> new Take();
        };
    }
}
