package io.asteris.log.entry;

import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.log.redact.Redaction;
import io.asteris.log.search.SearchText;
import java.util.Comparator;
import java.util.List;

/**
 * What an entry keeps of the envelope: the columns that name people.
 *
 * @param sender display name and address
 * @param addresses of the recipients, by position
 * @param attachments empty also where the site does not keep their names
 */
public record Letter(String sender, String subject, List<String> addresses, List<AttachmentInfo> attachments) {
    public Letter {
        addresses = List.copyOf(addresses);
        attachments = List.copyOf(attachments);
    }

    /** What the envelope says. */
    public static Letter of(Envelope envelope, boolean keepsAttachments) {
        return new Letter(
                envelope.from().text(),
                envelope.subject(),
                envelope.recipients().stream()
                        .sorted(Comparator.comparingInt(Recipient::position))
                        .map(recipient -> recipient.mailbox().address().text())
                        .toList(),
                keepsAttachments ? envelope.attachments() : List.of());
    }

    /** The same with secrets in its subject masked. */
    public Letter masked() {
        return new Letter(sender, Redaction.mask(subject), addresses, attachments);
    }

    /** The text in which words are looked for. */
    String search() {
        return SearchText.of(subject, addresses);
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "letter to " + addresses.size() + " recipients";
    }
}
