package io.asteris.dispatcher.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Turns Unicode text into header text: encoded words where needed (RFC 2047), folded at spaces (RFC 5322 2.2.3). */
final class HeaderText {
    /** RFC 5322 2.1.1 asks for lines of at most 78 characters. */
    private static final int SOFT_LINE = 76;

    /** 75 characters a word, less {@code =?UTF-8?B?} and {@code ?=}: 60 of base64, which are 45 octets. */
    private static final int WORD_OCTETS = 45;

    /** A word of text that no fold can shorten enough for the hard limit of 998. */
    private static final int UNFOLDABLE = 800;

    private HeaderText() {}

    /** The text as it may stand in an unstructured header behind that name. */
    static String unstructured(String name, String text) {
        return fold(name.length() + 2, encoded(name, text));
    }

    /** The same, not folded. */
    static String encoded(String name, String text) {
        refuseControls(name, text);
        return needsEncoding(text) ? encodedWords(text) : text;
    }

    /** The text as a display name before an address (RFC 5322 3.4). */
    static String phrase(String text) {
        refuseControls("with a display name", text);
        if (needsEncoding(text)) {
            return encodedWords(text);
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The value broken at spaces so that lines stay short; the space stays, at the start of the next line. */
    static String fold(int used, String value) {
        if (used + value.length() <= SOFT_LINE) {
            return value;
        }
        var folded = new StringBuilder(value.length() + 16);
        int column = used;
        int start = 0;
        while (start < value.length()) {
            int end = nextBreak(value, start);
            boolean breaks = start > 0 && column + (end - start) > SOFT_LINE;
            if (breaks) {
                folded.append("\r\n");
                column = 0;
            }
            folded.append(value, start, end);
            column += end - start;
            start = end;
        }
        return folded.toString();
    }

    /** Only the first space of several is a place to break: a line must not end, nor consist, of spaces. */
    private static int nextBreak(String value, int start) {
        for (int i = start + 1; i < value.length(); i++) {
            if (value.charAt(i) == ' ' && value.charAt(i - 1) != ' ') {
                return i;
            }
        }
        return value.length();
    }

    /** Text that looks like an encoded word is encoded too, or a reader would decode what nobody encoded. */
    static boolean needsEncoding(String text) {
        if (text.contains("=?") || text.startsWith(" ") || text.endsWith(" ")) {
            return true;
        }
        int unbroken = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            unbroken = c == ' ' ? 0 : unbroken + 1;
            if (c < ' ' || c > '~' || unbroken > UNFOLDABLE) {
                return true;
            }
        }
        return false;
    }

    /** RFC 2047: base64 words of whole characters, separated by a space that readers drop. */
    static String encodedWords(String text) {
        List<String> words = new ArrayList<>();
        var chunk = new StringBuilder();
        int octets = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (octets + size > WORD_OCTETS) {
                words.add(word(chunk.toString()));
                chunk.setLength(0);
                octets = 0;
            }
            chunk.appendCodePoint(c);
            octets += size;
            i += Character.charCount(c);
        }
        words.add(word(chunk.toString()));
        return String.join(" ", words);
    }

    private static String word(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    static void refuseControls(String where, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                throw new UnrenderableMessageException("the header " + where
                        + " has a line break, another control character or half a character in it");
            }
        }
    }
}
