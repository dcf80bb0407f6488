package io.asteris.deliverability.channel;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people are told; no address, no subject and no body of any mail.
 *
 * @param id the same however often it is tried to bring it
 * @param type {@code alert.raised}, {@code alert.cleared} or {@code alert.test}
 * @param siteName the site as its people call it
 * @param since when the trouble began
 */
public record Message(
        UUID id,
        String type,
        String site,
        String siteName,
        String cause,
        String severity,
        Instant since,
        long count,
        String summary,
        @Nullable String link) {
    /** The first line. */
    public String title() {
        return switch (type) {
            case "alert.cleared" -> siteName + ": all clear (" + words() + ")";
            case "alert.test" -> siteName + ": this is a test of your alerts";
            default -> siteName + ": " + words();
        };
    }

    private String words() {
        return cause.replace('_', ' ');
    }

    /** Title, sentence and link as plain text. */
    public String text() {
        return title() + "\n" + summary + (link == null ? "" : "\n" + link);
    }
}
