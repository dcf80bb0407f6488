package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.RecipientField;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.log.fold.Acceptance;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an entry keeps of the acceptance itself. None of it names a person.
 *
 * @param size octets of bodies and attachments, decoded
 * @param sensitive whether the caller said that it carries secrets
 * @param provider the one the caller insists on
 * @param fields of the recipients, by position
 */
public record Announcement(
        MessageKind kind,
        long size,
        boolean sensitive,
        String source,
        @Nullable String provider,
        @Nullable MessageId resendOf,
        List<RecipientField> fields,
        List<String> tags,
        Map<String, String> metadata) {

    public Announcement {
        fields = List.copyOf(fields);
        tags = List.copyOf(tags);
        metadata = Map.copyOf(metadata);
    }

    /** What the event says. */
    public static Announcement of(MessageAccepted event) {
        List<RecipientField> fields = event.recipients().stream()
                .sorted(Comparator.comparingInt(MessageAccepted.To::position))
                .map(MessageAccepted.To::field)
                .toList();
        return new Announcement(
                event.kind(),
                event.size(),
                Boolean.TRUE.equals(event.sensitive()),
                event.source(),
                event.provider(),
                event.resendOf(),
                fields,
                event.tags(),
                event.metadata());
    }

    /** The fact that the fold needs. The message's id carries the moment of acceptance. */
    Acceptance fact(MessageId message) {
        return new Acceptance(message.instant(), fields.size(), provider);
    }
}
