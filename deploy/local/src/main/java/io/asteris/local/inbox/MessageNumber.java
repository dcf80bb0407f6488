package io.asteris.local.inbox;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The id of a message in the inbox: its number, counted from 1, in a form that sorts. */
final class MessageNumber {
    private static final Pattern ID = Pattern.compile("m(\\d{10})");

    private MessageNumber() {}

    static String id(long number) {
        return "m%010d".formatted(number);
    }

    /** The number in an id; empty when it is none. */
    static OptionalLong of(String id) {
        var matcher = ID.matcher(id);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
