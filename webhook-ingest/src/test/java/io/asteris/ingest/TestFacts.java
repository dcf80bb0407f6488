package io.asteris.ingest;

import io.asteris.contract.AddressKey;
import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.Json;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.RecipientField;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.kafka.EventProducer;
import io.asteris.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What gateway and dispatcher tell of a message, as far as this service listens. */
@ApplicationScoped
public class TestFacts {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Database database;
    private final DatabaseClock clock;
    private final ContentStore content;
    private final ContentSealer sealer;
    private final Outbox outbox;
    private final EventProducer producer;
    private final AddressKey key;

    TestFacts(
            Database database,
            DatabaseClock clock,
            ContentStore content,
            ContentSealer sealer,
            Outbox outbox,
            EventProducer producer,
            AddressKey key) {
        this.database = database;
        this.clock = clock;
        this.content = content;
        this.sealer = sealer;
        this.outbox = outbox;
        this.producer = producer;
        this.key = key;
    }

    /** A message to these addresses, all in To; its content is stored. */
    public Envelope message(SiteId site, String... addresses) {
        List<Recipient> recipients = new ArrayList<>();
        for (String address : addresses) {
            recipients.add(new Recipient(recipients.size(), RecipientField.TO, Mailbox.of(EmailAddress.of(address))));
        }
        var envelope = new Envelope(
                MessageId.mint(clock.now()),
                site,
                Mailbox.of("shop@localhost.example"),
                List.of(),
                recipients,
                "Your order",
                List.of(),
                List.of(),
                clock.now(),
                null);
        var mine = sealer.of(site).await().atMost(BOUND);
        var blobs = List.of(
                mine.seal(envelope.message(), ContentPart.ENVELOPE, Json.write(envelope)),
                mine.seal(envelope.message(), ContentPart.BODY, Json.write(new Body(null, "It is on its way."))));
        database.asWorker(connection -> content.put(connection, blobs)).await().atMost(BOUND);
        return envelope;
    }

    /** Says that the gateway took it. */
    public MessageAccepted accepted(Envelope envelope) {
        return new MessageAccepted(
                envelope.message(),
                envelope.site(),
                MessageKind.SEND,
                envelope.acceptedAt(),
                "woocommerce",
                List.of("order"),
                Map.of("order", "1042"),
                17,
                0,
                "localhost.example",
                envelope.recipients().stream()
                        .map(to -> new MessageAccepted.To(
                                to.position(),
                                to.field(),
                                key.hash(envelope.site(), to.mailbox().address()),
                                "other"))
                        .toList(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Says that a provider took it, and what it calls it. */
    public AttemptRecorded taken(Envelope envelope, String preset, String providerMessage) {
        return attempt(envelope, preset, AnswerKind.TAKEN, null, null, providerMessage, List.of());
    }

    /** Says that one recipient was refused in the call. */
    public AttemptRecorded refused(Envelope envelope, int position, String enhanced, String text) {
        return attempt(
                envelope,
                "smtp",
                AnswerKind.REFUSED,
                Cause.RECIPIENT,
                enhanced,
                null,
                List.of(new AttemptRecorded.RecipientSaid(position, AnswerKind.REFUSED, 550, enhanced, text)));
    }

    private static AttemptRecorded attempt(
            Envelope envelope,
            String preset,
            AnswerKind answer,
            @Nullable Cause cause,
            @Nullable String enhanced,
            @Nullable String providerMessage,
            List<AttemptRecorded.RecipientSaid> recipients) {
        return new AttemptRecorded(
                envelope.message(),
                envelope.site(),
                1,
                "main",
                preset,
                envelope.site() + "/main",
                answer,
                cause,
                250,
                enhanced,
                "said",
                providerMessage,
                envelope.acceptedAt(),
                7,
                null,
                false,
                recipients);
    }

    /** Says that the dispatcher did not write to a recipient. */
    public MessageStateChanged skipped(Envelope envelope, int position) {
        return new MessageStateChanged(
                envelope.message(),
                envelope.site(),
                DispatchState.SUPPRESSED,
                2,
                envelope.acceptedAt(),
                "",
                null,
                false,
                List.of(new MessageStateChanged.Skipped(position, "bounce")));
    }

    /** Brings events to the broker and waits until it has them. */
    public void publish(Event... events) {
        outbox.rows(List.of(events)).stream().map(producer::send).toList().forEach(sent -> sent.toCompletableFuture()
                .join());
    }
}
