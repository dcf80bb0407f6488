package io.asteris.log.entry;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.SiteId;
import io.asteris.log.fold.RecipientStatus;
import io.asteris.log.fold.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the API shows it. What is not known, because the content was gone before it could be read, is absent.
 *
 * @param from display name and address
 * @param error what last went wrong; stays when a later attempt went well
 * @param answer the provider's last answer
 * @param size octets of bodies and attachments, decoded
 * @param attempts absent in lists
 * @param timeline absent in lists; oldest first
 * @param explain what to do about the error, where we know; absent in lists
 * @param resends entries that sent this message again, oldest first; absent in lists
 * @param previous the newer neighbour within the search that was given; absent in lists
 * @param next the older one
 */
public record LogEntry(
        MessageId id,
        SiteId site,
        Status status,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String from,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        @Nullable String subject,
        String source,
        @Nullable String provider,
        @Nullable String error,
        @Nullable String answer,
        List<String> tags,
        Map<String, String> metadata,
        List<Attachment> attachments,
        long size,
        @Nullable MessageId resendOf,
        boolean possibleDuplicate,
        List<Recipient> recipients,
        @Nullable List<Attempt> attempts,
        @Nullable List<TimelineItem> timeline,
        @Nullable String explain,
        @Nullable List<MessageId> resends,
        @Nullable MessageId previous,
        @Nullable MessageId next) {

    /** Redacted. */
    @Override
    public String toString() {
        return "log entry " + id;
    }

    /** What is shown of an attachment; {@code content_id} is there when it is inline. */
    public record Attachment(
            String filename, String contentType, @Nullable String contentId, long size) {
        @Override
        public String toString() {
            return "attachment of " + size + " octets";
        }
    }

    /** One recipient, with the reason where it is not well. */
    public record Recipient(
            @Nullable String address,
            RecipientField field,
            RecipientStatus status,
            @Nullable String reason) {
        @Override
        public String toString() {
            return field + " " + status.word();
        }
    }

    /**
     * One call to one provider.
     *
     * @param why that provider was asked
     */
    public record Attempt(
            int number,
            String provider,
            String why,
            Instant startedAt,
            long millis,
            AnswerKind answer,
            @Nullable Cause cause,
            @Nullable Integer code,
            @Nullable String enhanced,
            String text,
            @Nullable String providerMessageId,
            boolean possibleDuplicate) {
        @Override
        public String toString() {
            return "attempt " + number;
        }
    }
}
