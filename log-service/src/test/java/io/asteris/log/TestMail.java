package io.asteris.log;

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
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.contract.event.RecipientReport;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.content.StoredBlob;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.kafka.EventProducer;
import io.asteris.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Does what gateway and dispatcher do to a message, as far as the log can see it. */
@ApplicationScoped
public class TestMail {
    /** Stands in every body, and must stand nowhere in clear. */
    public static final String CANARY = "canary-of-the-body-7391";

    /** The octets of the attachment that every message has. */
    private static final byte[] ATTACHMENT = "twelve bytes".getBytes(StandardCharsets.UTF_8);

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Database database;
    private final DatabaseClock clock;
    private final ContentStore content;
    private final ContentSealer sealer;
    private final Outbox outbox;
    private final EventProducer producer;
    private final AddressKey addressKey;

    TestMail(
            Database database,
            DatabaseClock clock,
            ContentStore content,
            ContentSealer sealer,
            Outbox outbox,
            EventProducer producer,
            AddressKey addressKey) {
        this.database = database;
        this.clock = clock;
        this.content = content;
        this.sealer = sealer;
        this.outbox = outbox;
        this.producer = producer;
        this.addressKey = addressKey;
    }

    /** A message to these addresses, all in To; its content is stored. */
    public Envelope stored(SiteId site, String subject, String... addresses) {
        var recipients = new ArrayList<Recipient>();
        for (String address : addresses) {
            recipients.add(new Recipient(recipients.size(), RecipientField.TO, Mailbox.of(EmailAddress.of(address))));
        }
        return store(site, subject, recipients);
    }

    /** A message to these recipients; its content is stored. */
    public Envelope store(SiteId site, String subject, List<Recipient> recipients) {
        return store(site, subject, recipients, new Body("<p>" + CANARY + "</p>", CANARY));
    }

    /** A message with that body to one address; its content is stored. */
    public Envelope stored(SiteId site, String subject, Body body, String address) {
        var to = new Recipient(0, RecipientField.TO, Mailbox.of(EmailAddress.of(address)));
        return store(site, subject, List.of(to), body);
    }

    private Envelope store(SiteId site, String subject, List<Recipient> recipients, Body body) {
        return store(unstored(site, subject, recipients), body);
    }

    /** Stores the content of that message, with the octets of each attachment. */
    public Envelope store(Envelope envelope, Body body) {
        var keyed = sealer.of(envelope.site()).await().atMost(BOUND);
        var blobs = new ArrayList<SealedBlob>();
        blobs.add(keyed.seal(envelope.message(), ContentPart.ENVELOPE, Json.write(envelope)));
        blobs.add(keyed.seal(envelope.message(), ContentPart.BODY, Json.write(body)));
        envelope.attachments()
                .forEach(info ->
                        blobs.add(keyed.seal(envelope.message(), ContentPart.attachment(info.n()), ATTACHMENT)));
        database.asWorker(connection -> content.put(connection, blobs)).await().atMost(BOUND);
        return envelope;
    }

    /** Lets the content store forget a message. */
    public void forget(Envelope envelope) {
        content.delete(List.of(envelope.message())).await().atMost(BOUND);
    }

    /** A message whose content was never stored, or is gone. */
    public Envelope unstored(SiteId site, String subject, List<Recipient> recipients) {
        return new Envelope(
                MessageId.mint(clock.now()),
                site,
                Mailbox.of("\"My shop\" <shop@localhost.example>"),
                List.of(),
                recipients,
                subject,
                List.of(),
                List.of(new AttachmentInfo(1, "Rechnung ä.pdf", "application/pdf", null, 12)),
                clock.now(),
                null);
    }

    /** The parts of a message that the content store has, by name. */
    public Map<String, byte[]> content(SiteId site, MessageId message) {
        var ids = List.of(
                new BlobId(site, message, ContentPart.ENVELOPE),
                new BlobId(site, message, ContentPart.BODY),
                new BlobId(site, message, ContentPart.attachment(1)));
        return content.get(ids).await().atMost(BOUND).stream()
                .collect(Collectors.toMap(blob -> blob.id().part(), StoredBlob::content));
    }

    /** What the gateway announces. */
    public MessageAccepted accepted(Envelope envelope) {
        return new MessageAccepted(
                envelope.message(),
                envelope.site(),
                MessageKind.SEND,
                envelope.acceptedAt(),
                "woocommerce",
                List.of("order"),
                Map.of("order", "1042"),
                2048,
                envelope.attachments().size(),
                "localhost.example",
                envelope.recipients().stream()
                        .map(to -> new MessageAccepted.To(
                                to.position(),
                                to.field(),
                                addressKey.hash(envelope.site(), to.mailbox().address()),
                                "other"))
                        .toList(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** An attempt whose answer is the same for all recipients. */
    public AttemptRecorded attempt(Envelope envelope, int number, AnswerKind answer, int code, String text) {
        return attempt(envelope, number, answer, code, text, List.of());
    }

    /** An attempt with what was said of single recipients. */
    public AttemptRecorded attempt(
            Envelope envelope,
            int number,
            AnswerKind answer,
            int code,
            String text,
            List<AttemptRecorded.RecipientSaid> recipients) {
        @Nullable Cause cause = answer == AnswerKind.TAKEN ? null : Cause.TRANSIENT;
        return new AttemptRecorded(
                envelope.message(),
                envelope.site(),
                number,
                "main",
                "smtp",
                envelope.site() + "/main",
                answer,
                cause,
                code,
                null,
                text,
                null,
                envelope.acceptedAt().plusMillis(100L * number),
                7,
                null,
                false,
                recipients);
    }

    /** A change of state. */
    public MessageStateChanged state(Envelope envelope, int version, DispatchState state) {
        return new MessageStateChanged(
                envelope.message(),
                envelope.site(),
                state,
                version,
                envelope.acceptedAt().plusMillis(100L * version + 50),
                "",
                null,
                false,
                List.of());
    }

    /** What a provider reports of a recipient. */
    public RecipientReport report(Envelope envelope, int position, String text) {
        return new RecipientReport(
                envelope.message(),
                envelope.site(),
                position,
                addressKey.hash(
                        envelope.site(),
                        envelope.recipients().get(position).mailbox().address()),
                "sendgrid",
                "event",
                envelope.acceptedAt().plusSeconds(30),
                RecipientReport.Classification.HARD,
                "550",
                text);
    }

    /** What an ordinary message goes through. */
    public List<Event> ordinary(Envelope envelope) {
        return List.of(
                accepted(envelope),
                state(envelope, 1, DispatchState.QUEUED),
                attempt(envelope, 1, AnswerKind.TAKEN, 250, "2.0.0 Ok: queued as 4F1A2"),
                state(envelope, 3, DispatchState.SENT));
    }

    /** Takes a message the ordinary way, and waits until the log has all of it. */
    Envelope send(LogApi site, Envelope envelope) {
        publish(ordinary(envelope));
        site.entry(envelope.message(), "sent", 4);
        return envelope;
    }

    /** A message to that address that went the ordinary way; the log has all of it. */
    Envelope sent(LogApi site, String address) {
        return send(site, stored(site.site(), "Order", address));
    }

    /** A message that went the ordinary way; the log has all of it. */
    Envelope sent(LogApi site) {
        return sent(site, "a@one.example");
    }

    /** Brings events to the broker in this order and waits until it has them. */
    public void publish(List<? extends Event> events) {
        outbox.rows(events).stream().map(producer::send).toList().forEach(sent -> sent.toCompletableFuture()
                .join());
    }
}
