package io.asteris.contract.content;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an attachment without its octets. {@code n} counts from 1 and names its blob; {@code size} is in octets,
 * decoded; a {@code contentId} makes it inline (RFC 2392), without angle brackets.
 */
public record AttachmentInfo(
        int n,
        String filename,
        String contentType,
        @Nullable String contentId,
        long size) {
    @Override
    public String toString() {
        return "attachment " + n + " of " + size + " octets";
    }
}
