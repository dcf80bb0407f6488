package io.asteris.dispatcher.mime;

import io.asteris.contract.Mailbox;

/** A mailbox in ASCII on one line, as the From header has it, for providers that want it beside the message. */
public final class PlainMailbox {
    private PlainMailbox() {}

    /** The address, behind its display name when it has one. */
    public static String of(Mailbox mailbox) {
        String address = mailbox.address().text();
        return mailbox.name().isEmpty() ? address : HeaderText.phrase(mailbox.name()) + " <" + address + ">";
    }
}
