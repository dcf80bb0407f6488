package io.asteris.dispatcher.engine;

import io.asteris.contract.AddressHash;
import io.asteris.contract.AddressKey;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.Json;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.RecipientField;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores and announces messages as the gateway would. */
@ApplicationScoped
class TestMail {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final AddressKey KEY = new AddressKey(new byte[32]);

    private final ContentStore store;
    private final ContentSealer sealer;
    private final Outbox outbox;
    private final DatabaseClock clock;

    TestMail(ContentStore store, ContentSealer sealer, Outbox outbox, DatabaseClock clock) {
        this.store = store;
        this.sealer = sealer;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Accepts a message to those addresses. */
    MessageId send(SiteId site, String... to) {
        MessageAccepted accepted = message(site, to);
        accept(accepted, to);
        return accepted.message();
    }

    /** The announcement of a message, not accepted yet. */
    MessageAccepted message(SiteId site, String... to) {
        return message(site, null, null, OnUnknown.RESEND, to);
    }

    MessageAccepted message(
            SiteId site,
            @Nullable Instant scheduledAt,
            @Nullable Instant expiresAt,
            OnUnknown onUnknown,
            String... to) {
        Instant now = clock.now();
        List<MessageAccepted.To> recipients = new ArrayList<>();
        for (int position = 0; position < to.length; position++) {
            recipients.add(new MessageAccepted.To(
                    position, RecipientField.TO, hash(site, to[position]), "other", hash(SiteId.ALL, to[position])));
        }
        return new MessageAccepted(
                MessageId.mint(now),
                site,
                MessageKind.SEND,
                now,
                "woocommerce",
                List.of(),
                Map.of(),
                2_048,
                0,
                "shop.example",
                recipients,
                scheduledAt,
                expiresAt,
                null,
                null,
                onUnknown,
                null);
    }

    /** Stores the content, then announces the message. */
    void accept(MessageAccepted accepted, String... to) {
        store(accepted, to);
        tell(accepted);
    }

    /** Stores the content of a message. */
    void store(MessageAccepted accepted, String... to) {
        List<Recipient> recipients = new ArrayList<>();
        Arrays.stream(to)
                .forEach(address -> recipients.add(
                        new Recipient(recipients.size(), RecipientField.TO, Mailbox.of(EmailAddress.of(address)))));
        var envelope = new Envelope(
                accepted.message(),
                accepted.site(),
                Mailbox.of("Shop <shop@shop.example>"),
                List.of(),
                recipients,
                "Your order",
                List.of(),
                List.of(),
                accepted.acceptedAt(),
                null);
        var body = new Body(null, "canary body");
        outbox.asWorker(tx -> sealer.create(tx.connection(), accepted.site()))
                .onFailure()
                .recoverWithNull()
                .await()
                .atMost(BOUND);
        var sealed = sealer.of(accepted.site()).await().atMost(BOUND);
        outbox.asWorker(tx -> store.put(
                        tx.connection(),
                        List.of(
                                sealed.seal(accepted.message(), ContentPart.ENVELOPE, Json.write(envelope)),
                                sealed.seal(accepted.message(), ContentPart.BODY, Json.write(body)))))
                .await()
                .atMost(BOUND);
    }

    /** The hash of an address in the scope of a site, or of all. */
    AddressHash hash(SiteId site, String address) {
        EmailAddress parsed = EmailAddress.of(address);
        return site.equals(SiteId.ALL) ? KEY.hashForAllSites(parsed) : KEY.hash(site, parsed);
    }

    /** Announces anything, as often as it is asked to. */
    void tell(Event event) {
        outbox.publish(outbox.rows(List.of(event)));
    }

    /** Tells anything through the outbox, as what must stay in order is told. */
    void commit(Event event) {
        outbox.asWorker(tx -> {
                    tx.tell(event);
                    return Uni.createFrom().voidItem();
                })
                .await()
                .atMost(BOUND);
    }

    Instant now() {
        return clock.now();
    }
}
