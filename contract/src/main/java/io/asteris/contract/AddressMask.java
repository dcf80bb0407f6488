package io.asteris.contract;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a provider's words fit to be kept and shown: addresses masked, control characters gone, at most 1 KiB. Providers
 * like to repeat the recipient in a refusal; the words go into events and logs, the address must not.
 */
public final class AddressMask {
    /** What the words of a provider are cut to, in octets of UTF-8. */
    public static final int MAX_OCTETS = 1024;

    /** More than this is not looked at: what is kept is far shorter, and masking costs time per character. */
    private static final int MAX_LOOKED_AT = 8 * MAX_OCTETS;

    /**
     * Anything before an at sign that could be a local part, and the domain or address literal behind it. Wider than any
     * grammar of addresses on purpose: masking too much harms nobody. The bounds keep matching linear.
     */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:\"[^\"]{1,128}\"|[^\\s<>()\\[\\]\",;:@]{1,256})(@|%40|\uFF20)(\\[[^\\]\\s]{1,64}\\]|[^\\s<>()\\[\\]\"',;:@]{1,256})?");

    private AddressMask() {}

    /** The words with each {@code local@domain} as {@code ***@domain}, on one line, cut at a whole character. */
    public static String clean(String words) {
        String looked = words.length() > MAX_LOOKED_AT ? words.substring(0, MAX_LOOKED_AT) : words;
        return cut(mask(onOneLine(looked)));
    }

    private static String mask(String words) {
        if (words.indexOf('@') < 0 && !words.contains("%40") && words.indexOf('\uFF20') < 0) {
            return words;
        }
        Matcher address = ADDRESS.matcher(words);
        return address.replaceAll(
                found -> found.group(2) == null ? "***@" : "***@" + Matcher.quoteReplacement(found.group(2)));
    }

    private static String onOneLine(String words) {
        var clean = new StringBuilder(words.length());
        words.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> clean.append(' ');
                case Character.SURROGATE -> clean.append('\uFFFD');
                // Direction marks and their like could make a log line read as something else.
                case Character.FORMAT -> {}
                default -> clean.appendCodePoint(c);
            }
        });
        return clean.toString().strip();
    }

    private static String cut(String words) {
        byte[] octets = words.getBytes(StandardCharsets.UTF_8);
        if (octets.length <= MAX_OCTETS) {
            return words;
        }
        int end = MAX_OCTETS;
        while ((octets[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(octets, 0, end, StandardCharsets.UTF_8);
    }
}
