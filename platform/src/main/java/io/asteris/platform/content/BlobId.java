package io.asteris.platform.content;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Names one blob of one message of one site.
 *
 * @param part a name of {@code contract.content.ContentPart}, 1 to 64 characters
 */
public record BlobId(SiteId site, MessageId message, String part) {
    private static final int LONGEST_PART = 64;

    public BlobId {
        if (part.isEmpty() || part.length() > LONGEST_PART) {
            throw new IllegalArgumentException("a blob's part has 1 to " + LONGEST_PART + " characters");
        }
    }

    /** The partition that holds it: the day (UTC) of the message id's time. */
    LocalDate day() {
        return day(message);
    }

    static LocalDate day(MessageId message) {
        return LocalDate.ofInstant(message.instant(), ZoneOffset.UTC);
    }
}
