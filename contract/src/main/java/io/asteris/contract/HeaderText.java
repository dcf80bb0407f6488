package io.asteris.contract;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rule for every text that ends up in a header or a protocol line: no control characters, no lone surrogates, neither in
 * the text nor in what a percent or MIME-word (RFC 2047) decoder downstream would make of it. That closes header and command
 * injection at the door, whatever is done with the text later.
 */
public final class HeaderText {
    private static final Pattern PERCENT_CONTROL =
            Pattern.compile("%(?:0[0-9a-f]|1[0-9a-f]|7f)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENCODED_WORD = Pattern.compile("=\\?([^?\\s]{1,40})\\?([bBqQ])\\?([^?]*)\\?=");
    private static final Pattern Q_CONTROL = Pattern.compile("=(?:0[0-9a-f]|1[0-9a-f]|7f)", Pattern.CASE_INSENSITIVE);

    private HeaderText() {}

    /**
     * Checks the rule and the length in UTF-8 octets.
     *
     * @throws IllegalArgumentException saying which rule is broken
     */
    public static void check(String text, int maxOctets) {
        if (text.length() > maxOctets || text.getBytes(StandardCharsets.UTF_8).length > maxOctets) {
            throw new IllegalArgumentException("at most " + maxOctets + " octets are allowed");
        }
        checkPlain(text);
        if (text.indexOf('%') >= 0 && PERCENT_CONTROL.matcher(text).find()) {
            throw new IllegalArgumentException("a percent-encoded control character is not allowed");
        }
        if (text.contains("=?")) {
            checkEncodedWords(text);
        }
    }

    private static void checkPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                throw new IllegalArgumentException("line breaks and other control characters are not allowed");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("half of a surrogate pair is not a character");
            }
        }
    }

    private static void checkEncodedWords(String text) {
        Matcher word = ENCODED_WORD.matcher(text);
        while (word.find()) {
            boolean base64 = word.group(2).equalsIgnoreCase("b");
            boolean control = base64
                    ? hidesControl(word.group(1), word.group(3))
                    : Q_CONTROL.matcher(word.group(3)).find();
            if (control) {
                throw new IllegalArgumentException("an encoded word with a control character is not allowed");
            }
        }
    }

    private static boolean hidesControl(String charset, String base64) {
        try {
            byte[] octets = Base64.getMimeDecoder().decode(base64);
            return new String(octets, Charset.forName(charset)).chars().anyMatch(Character::isISOControl);
        } catch (IllegalArgumentException unreadable) {
            // A word that no decoder reads stays the harmless text it is.
            return false;
        }
    }
}
