package io.asteris.dispatcher.attempt;

import io.asteris.contract.AddressMask;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said, fit to be kept: the words are masked and cut by {@link AddressMask} whoever makes one.
 *
 * @param code the three digits of SMTP or the HTTP status; null when nothing came back
 * @param enhanced the enhanced status code of RFC 3463, such as {@code 5.1.1}; null where the provider gives none
 * @param text the provider's words, or ours where it said nothing
 */
public record Said(@Nullable Integer code, @Nullable String enhanced, String text) {
    public Said {
        text = AddressMask.clean(text);
    }

    /** Words of our own, when the provider gave no answer to speak of. */
    public static Said ours(String text) {
        return new Said(null, null, text);
    }

    /** One line as a person reads it: {@code 550 5.1.1 No such user}. */
    public String line() {
        var line = new StringBuilder();
        if (code != null) {
            line.append(code).append(' ');
        }
        if (enhanced != null) {
            line.append(enhanced).append(' ');
        }
        return line.append(text).toString().strip();
    }
}
