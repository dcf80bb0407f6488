package io.asteris.gateway.request;

import io.asteris.contract.HeaderText;
import io.asteris.contract.Mailbox;
import java.util.regex.Pattern;

/** The rules for single texts that more than one field obeys. */
final class Texts {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s,;]+");

    private Texts() {}

    /** Whether a header text is sound; what is wrong goes to the findings. */
    static boolean header(Findings findings, String pointer, String text, int maxOctets) {
        try {
            HeaderText.check(text, maxOctets);
            return true;
        } catch (IllegalArgumentException broken) {
            findings.add(pointer, String.valueOf(broken.getMessage()));
            return false;
        }
    }

    /** Whether a label that travels in clear is sound, which also means that it is no address. */
    static boolean label(Findings findings, String pointer, String text, int maxOctets) {
        if (!header(findings, pointer, text, maxOctets)) {
            return false;
        }
        if (holdsAddress(text)) {
            findings.add(pointer, "an e-mail address is not allowed here, because this value travels in clear");
            return false;
        }
        return true;
    }

    /**
     * The octets of a body text in UTF-8, or -1 when no mail can carry it; the reason then stands in the findings. NUL is
     * forbidden in MIME text (RFC 2045 2.7, 2.8), and half a surrogate pair is no character.
     */
    static long bodyOctets(Findings findings, String pointer, String text) {
        int ascii = leadingAscii(text);
        long octets = ascii;
        for (int i = ascii; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                findings.add(pointer, "a NUL character is not allowed");
                return -1;
            }
            if (c < 0x80) {
                octets++;
            } else if (c < 0x800) {
                octets += 2;
            } else if (!Character.isSurrogate(c)) {
                octets += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                octets += 4;
                i++;
            } else {
                findings.add(pointer, "half of a surrogate pair is not a character");
                return -1;
            }
        }
        return octets;
    }

    /** How many characters at the beginning are ASCII and not NUL; on its own, because this loop is compiled into a fast one. */
    private static int leadingAscii(String text) {
        int i = 0;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || c >= 0x80) {
                break;
            }
        }
        return i;
    }

    private static boolean holdsAddress(String text) {
        if (text.indexOf('@') < 0) {
            return false;
        }
        return isMailbox(text) || BETWEEN_WORDS.splitAsStream(text).anyMatch(Texts::isMailbox);
    }

    private static boolean isMailbox(String text) {
        try {
            Mailbox.of(text);
            return true;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
