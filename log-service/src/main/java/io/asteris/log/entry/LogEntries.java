package io.asteris.log.entry;

import io.asteris.contract.RecipientField;
import io.asteris.log.fold.Attempt;
import io.asteris.log.fold.Standing;
import io.asteris.log.fold.Standing.RecipientStanding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes what the API shows out of what is stored. */
final class LogEntries {
    private final Entry entry;
    private final Announcement announcement;
    private final @Nullable Letter letter;
    private final Standing standing;

    private LogEntries(Entry entry) {
        this.entry = entry;
        this.announcement = Objects.requireNonNull(entry.announcement(), "only an accepted message is shown");
        this.letter = entry.letter();
        this.standing = entry.standing();
    }

    /** As it stands in a list. */
    static LogEntry brief(Entry entry) {
        return new LogEntries(entry).show(null, null);
    }

    /** With its attempts and its timeline. */
    static LogEntry whole(Entry entry) {
        var shown = new LogEntries(entry);
        return shown.show(shown.attempts(), Timeline.of(entry, shown::address));
    }

    private LogEntry show(@Nullable List<LogEntry.Attempt> attempts, @Nullable List<TimelineItem> timeline) {
        return new LogEntry(
                entry.message(),
                entry.site(),
                standing.status(),
                entry.message().instant(),
                standing.updatedAt(),
                letter == null ? null : letter.sender(),
                addresses(RecipientField.TO),
                addresses(RecipientField.CC),
                addresses(RecipientField.BCC),
                letter == null ? null : letter.subject(),
                announcement.source(),
                standing.provider(),
                standing.error(),
                standing.answer(),
                announcement.tags(),
                announcement.metadata(),
                attachments(),
                announcement.size(),
                announcement.resendOf(),
                standing.possibleDuplicate(),
                standing.recipients().stream().map(this::recipient).toList(),
                attempts,
                timeline);
    }

    private List<String> addresses(RecipientField field) {
        var addresses = new ArrayList<String>();
        for (int position = 0; position < announcement.fields().size(); position++) {
            String address = address(position);
            if (address != null && announcement.fields().get(position) == field) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    private @Nullable String address(int position) {
        return letter == null || position >= letter.addresses().size()
                ? null
                : letter.addresses().get(position);
    }

    private LogEntry.Recipient recipient(RecipientStanding recipient) {
        return new LogEntry.Recipient(
                address(recipient.position()),
                announcement.fields().get(recipient.position()),
                recipient.status(),
                recipient.reason().orElse(null));
    }

    private List<LogEntry.Attachment> attachments() {
        return letter == null
                ? List.of()
                : letter.attachments().stream()
                        .map(one ->
                                new LogEntry.Attachment(one.filename(), one.contentType(), one.contentId(), one.size()))
                        .toList();
    }

    private List<LogEntry.Attempt> attempts() {
        return entry.history().attempts().values().stream()
                .map(LogEntries::attempt)
                .toList();
    }

    private static LogEntry.Attempt attempt(Attempt attempt) {
        return new LogEntry.Attempt(
                attempt.number(),
                attempt.provider(),
                attempt.startedAt(),
                attempt.millis(),
                attempt.answer(),
                attempt.cause(),
                attempt.code(),
                attempt.enhanced(),
                attempt.text(),
                attempt.providerMessageId(),
                attempt.possibleDuplicate());
    }
}
