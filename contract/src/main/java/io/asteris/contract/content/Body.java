package io.asteris.contract.content;

import org.jspecify.annotations.Nullable;

/** The {@code body} blob: at least one of the two is there. */
public record Body(@Nullable String html, @Nullable String text) {
    /** @throws IllegalArgumentException when both are missing */
    public Body {
        if (html == null && text == null) {
            throw new IllegalArgumentException("a message has an html or a text body");
        }
    }

    @Override
    public String toString() {
        return "body";
    }
}
