package io.asteris.dispatcher.smtp;

import io.asteris.dispatcher.attempt.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One whole reply of a server (RFC 5321 4.2).
 *
 * @param code of the last line, which is the one that counts
 * @param enhanced the enhanced code, of the last line that bears one
 * @param lines the texts without the codes
 */
record SmtpReply(int code, @Nullable EnhancedCode enhanced, List<String> lines) {
    SmtpReply {
        lines = List.copyOf(lines);
    }

    /** A reply of lines whose three digits are already cut off; enhanced codes are found and cut off here. */
    static SmtpReply of(int code, List<String> texts) {
        EnhancedCode enhanced = null;
        var lines = new ArrayList<String>(texts.size());
        for (String text : texts) {
            Optional<EnhancedCode> found = EnhancedCode.at(text);
            if (found.isPresent()) {
                enhanced = found.get();
                lines.add(text.substring(codeLength(text)).strip());
            } else {
                lines.add(text.strip());
            }
        }
        return new SmtpReply(code, enhanced, lines);
    }

    private static int codeLength(String text) {
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The lines joined by spaces. */
    String text() {
        return String.join(" ", lines).strip();
    }

    boolean isPositive() {
        return code / 100 == 2;
    }

    boolean isGoAhead() {
        return code / 100 == 3;
    }

    /** RFC 5321 3.8: the server is about to close, whatever was asked. */
    boolean isClosing() {
        return code == 421;
    }

    Said said() {
        return new Said(code, enhanced == null ? null : enhanced.text(), text());
    }

    /** The code alone: a server may repeat an address or a secret in its words. */
    @Override
    public String toString() {
        return "reply " + code;
    }
}
