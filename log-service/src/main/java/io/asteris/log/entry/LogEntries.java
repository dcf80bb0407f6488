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
public final class LogEntries {
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
    public static LogEntry brief(Entry entry) {
        return new LogEntries(entry).show(null);
    }

    /** With its attempts, its timeline and what stands around it. */
    static LogEntry whole(EntryStore.Detail detail) {
        return new LogEntries(detail.entry()).show(detail);
    }

    private LogEntry show(EntryStore.@Nullable Detail detail) {
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
                recipients(),
                detail == null ? null : attempts(),
                detail == null ? null : Timeline.of(entry, this::address),
                detail == null ? null : Explanations.of(entry.history()).orElse(null),
                detail == null ? null : detail.resends(),
                detail == null ? null : detail.previous().orElse(null),
                detail == null ? null : detail.next().orElse(null));
    }

    private List<String> addresses(RecipientField field) {
        if (!announcement.fields().contains(field)) {
            return List.of();
        }
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

    private List<LogEntry.Recipient> recipients() {
        var recipients = new ArrayList<LogEntry.Recipient>(standing.recipients().size());
        for (RecipientStanding recipient : standing.recipients()) {
            recipients.add(recipient(recipient));
        }
        return recipients;
    }

    private LogEntry.Recipient recipient(RecipientStanding recipient) {
        return new LogEntry.Recipient(
                address(recipient.position()),
                announcement.fields().get(recipient.position()),
                recipient.status(),
                recipient.reason().orElse(null));
    }

    private List<LogEntry.Attachment> attachments() {
        return letter == null || letter.attachments().isEmpty()
                ? List.of()
                : letter.attachments().stream()
                        .map(one ->
                                new LogEntry.Attachment(one.filename(), one.contentType(), one.contentId(), one.size()))
                        .toList();
    }

    private List<LogEntry.Attempt> attempts() {
        var shown = new ArrayList<LogEntry.Attempt>();
        String before = null;
        for (Attempt attempt : entry.history().attempts()) {
            shown.add(attempt(attempt, why(attempt.provider(), before)));
            before = attempt.provider();
        }
        return shown;
    }

    private String why(String provider, @Nullable String before) {
        if (provider.equals(announcement.provider())) {
            return "the caller asked for it";
        }
        if (before == null) {
            return "the site's routing";
        }
        return provider.equals(before) ? "tried again" : "fallback for " + before;
    }

    private static LogEntry.Attempt attempt(Attempt attempt, String why) {
        return new LogEntry.Attempt(
                attempt.number(),
                attempt.provider(),
                why,
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
