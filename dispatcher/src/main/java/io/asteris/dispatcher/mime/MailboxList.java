package io.asteris.dispatcher.mime;

import io.asteris.contract.Mailbox;
import java.util.ArrayList;
import java.util.List;

/** Writes mailboxes as an address list (RFC 5322 3.4). */
final class MailboxList {
    private MailboxList() {}

    /**
     * The value of an address header.
     *
     * @param utf8 whether addresses may stand in UTF-8 (RFC 6532); otherwise one beyond ASCII becomes an empty group that shows
     *     it (RFC 6857), because the header must stay readable where the envelope could not take it either
     */
    static String of(String name, List<Mailbox> mailboxes, boolean utf8) {
        List<String> texts = new ArrayList<>(mailboxes.size());
        for (Mailbox mailbox : mailboxes) {
            texts.add(text(mailbox, utf8));
        }
        return HeaderText.fold(name.length() + 2, String.join(", ", texts));
    }

    private static String text(Mailbox mailbox, boolean utf8) {
        if (mailbox.address().needsSmtpUtf8() && !utf8) {
            return HeaderText.encodedWords(
                            (mailbox.name() + " " + mailbox.address().text()).strip()) + " :;";
        }
        String address = mailbox.address().text();
        return mailbox.name().isEmpty() ? address : HeaderText.phrase(mailbox.name()) + " <" + address + ">";
    }
}
