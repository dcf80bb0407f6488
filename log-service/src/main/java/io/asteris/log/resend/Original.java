package io.asteris.log.resend;

import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.log.body.BodyStore.Kept;
import io.asteris.log.body.LoggedBody;
import io.asteris.log.entry.Announcement;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.Letter;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A message as it was accepted, to be sent again. */
record Original(Envelope envelope, Body body) {
    /**
     * Puts it together from what the log keeps: the entry and the body beside it.
     *
     * @param kept absent when the log has no body of it
     * @throws ProblemException {@code 409} when that is not the message as it was
     */
    static Original of(Entry entry, @Nullable Kept kept) {
        Letter letter = entry.letter();
        if (kept == null || letter == null) {
            throw gone("Its content is not kept any more");
        }
        if (kept.masked()) {
            throw gone("Its content is kept with its secrets masked only");
        }
        LoggedBody logged = kept.logged();
        if (logged.attachments() != null) {
            throw gone(attachmentsOf(logged.attachments(), letter));
        }
        Announcement said = Objects.requireNonNull(entry.announcement(), "only an accepted message is shown");
        var envelope = new Envelope(
                entry.message(),
                entry.site(),
                Mailbox.of(letter.sender()),
                logged.replyTo(),
                recipients(said, letter, logged),
                letter.subject(),
                logged.headers(),
                List.of(),
                entry.message().instant(),
                logged.unsubscribeUrl(),
                said.tags());
        return new Original(envelope, kept.body());
    }

    /** The {@code 409} of what cannot be sent as it was. */
    static ProblemException gone(String what) {
        return new ProblemException(ProblemType.CONFLICT, what + ", so the message cannot be sent again as it was.");
    }

    /**
     * The envelope for the new message.
     *
     * @param others the recipients in place of the original ones; empty to keep these
     */
    Envelope renewed(MessageId fresh, List<Mailbox> others) {
        return new Envelope(
                fresh,
                envelope.site(),
                envelope.from(),
                envelope.replyTo(),
                others.isEmpty() ? envelope.recipients() : addressed(others),
                envelope.subject(),
                envelope.headers(),
                envelope.attachments(),
                fresh.instant(),
                envelope.unsubscribeUrl(),
                envelope.tags());
    }

    private static List<Recipient> addressed(List<Mailbox> others) {
        return IntStream.range(0, others.size())
                .mapToObj(i -> new Recipient(i, RecipientField.TO, others.get(i)))
                .toList();
    }

    private static List<Recipient> recipients(Announcement said, Letter letter, LoggedBody logged) {
        return IntStream.range(0, said.fields().size())
                .mapToObj(i -> new Recipient(i, said.fields().get(i), mailbox(i, letter, logged)))
                .toList();
    }

    private static Mailbox mailbox(int position, Letter letter, LoggedBody logged) {
        return logged.recipients().isEmpty()
                ? Mailbox.of(letter.addresses().get(position))
                : logged.recipients().get(position);
    }

    private static String attachmentsOf(int count, Letter letter) {
        String names =
                letter.attachments().stream().map(AttachmentInfo::filename).collect(Collectors.joining(", "));
        String what = count == 1 ? "Its attachment" : "Its " + count + " attachments";
        return what + (names.isEmpty() ? "" : " (" + names + ')') + (count == 1 ? " is" : " are")
                + " not kept any more";
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "original " + envelope.message();
    }
}
