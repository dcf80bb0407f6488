package io.asteris.gateway.accept;

import io.asteris.contract.AddressKey;
import io.asteris.contract.MailboxDomain;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Recipient;
import io.asteris.contract.event.MessageAccepted;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Recipients as an announcement names them: without their addresses. */
@Singleton
public class Announced {
    private final AddressKey addressKey;

    Announced(AddressKey addressKey) {
        this.addressKey = addressKey;
    }

    /** The recipients in their order. */
    public List<MessageAccepted.To> recipients(SiteId site, List<Recipient> recipients) {
        var announced = new ArrayList<MessageAccepted.To>(recipients.size());
        for (Recipient recipient : recipients) {
            announced.add(to(site, recipient));
        }
        return announced;
    }

    private MessageAccepted.To to(SiteId site, Recipient recipient) {
        var address = recipient.mailbox().address();
        return new MessageAccepted.To(
                recipient.position(),
                recipient.field(),
                addressKey.hash(site, address),
                MailboxDomain.of(address),
                addressKey.hashForAllSites(address));
    }
}
