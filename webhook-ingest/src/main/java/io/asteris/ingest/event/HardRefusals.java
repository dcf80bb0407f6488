package io.asteris.ingest.event;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.SuppressionChanged.Reason;
import io.asteris.ingest.Audit;
import io.asteris.ingest.provider.Policy;
import io.asteris.ingest.provider.Signatures;
import io.asteris.ingest.suppression.Addition;
import io.asteris.ingest.suppression.ListedAddress;
import io.asteris.ingest.suppression.Suppressor;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.content.StoredBlob;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.failpoint.Failpoint;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Recipients whom a server refused for good while we were talking to it: they join the list the same way as those that a provider
 * reports. The event names a position; the address stands in the sealed envelope.
 */
@ApplicationScoped
class HardRefusals {
    private final ContentStore content;
    private final Outbox outbox;
    private final Audit audit;
    private final SeenStore seen;
    private final Suppressor suppressor;
    private final MeterRegistry metrics;

    HardRefusals(
            ContentStore content,
            Outbox outbox,
            Audit audit,
            SeenStore seen,
            Suppressor suppressor,
            MeterRegistry metrics) {
        this.content = content;
        this.outbox = outbox;
        this.audit = audit;
        this.seen = seen;
        this.suppressor = suppressor;
        this.metrics = metrics;
    }

    /** One refused recipient; of a message to one recipient the position is not told. */
    private record Refusal(
            SiteId site,
            MessageId message,
            @Nullable Integer position,
            String preset,
            String status,
            String text,
            Instant at) {
        BlobId envelope() {
            return new BlobId(site, message, ContentPart.ENVELOPE);
        }
    }

    Uni<Void> take(List<AttemptRecorded> attempts) {
        List<Refusal> refusals =
                attempts.stream().flatMap(attempt -> refusals(attempt).stream()).toList();
        return refusals.isEmpty()
                ? Uni.createFrom().voidItem()
                : envelopes(refusals)
                        .invoke(() -> Failpoint.reach("refusals.read"))
                        .chain(envelopes -> outbox.asWorker(open -> apply(open, refusals, envelopes)))
                        .invoke(() -> Failpoint.reach("refusals.committed"));
    }

    private static List<Refusal> refusals(AttemptRecorded attempt) {
        List<Refusal> refusals = new ArrayList<>();
        for (AttemptRecorded.RecipientSaid said : attempt.recipients()) {
            if (said.answer() == AnswerKind.REFUSED && Policy.isHardRefusal(said.enhanced())) {
                String text = said.text() == null ? attempt.text() : said.text();
                refusals.add(refusal(attempt, said.position(), String.valueOf(said.enhanced()), text));
            }
        }
        if (attempt.recipients().isEmpty()
                && attempt.answer() == AnswerKind.REFUSED
                && attempt.cause() == Cause.RECIPIENT
                && Policy.isHardRefusal(attempt.enhanced())) {
            refusals.add(refusal(attempt, null, String.valueOf(attempt.enhanced()), attempt.text()));
        }
        return refusals;
    }

    private static Refusal refusal(AttemptRecorded attempt, @Nullable Integer position, String status, String text) {
        return new Refusal(
                attempt.site(), attempt.message(), position, attempt.preset(), status, text, attempt.startedAt());
    }

    /** One envelope that cannot be opened must not hold up the others: then each is read alone. */
    private Uni<Map<MessageId, Envelope>> envelopes(List<Refusal> refusals) {
        List<BlobId> ids = refusals.stream().map(Refusal::envelope).distinct().toList();
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> content.get(List.of(id))
                        .onFailure(UnopenableSecretException.class)
                        .recoverWithItem(List.of()))
                .collect()
                .asList()
                .map(blobs -> {
                    Map<MessageId, Envelope> envelopes = new HashMap<>();
                    blobs.stream().flatMap(List::stream).forEach(blob -> put(envelopes, blob));
                    return envelopes;
                });
    }

    private static void put(Map<MessageId, Envelope> envelopes, StoredBlob blob) {
        envelopes.put(blob.id().message(), Json.read(blob.content(), Envelope.class));
    }

    private Uni<Void> apply(OutboxTransaction open, List<Refusal> refusals, Map<MessageId, Envelope> envelopes) {
        List<SeenStore.Named<Suppressor.Report>> reports = new ArrayList<>();
        for (Refusal refusal : refusals) {
            Optional<Recipient> recipient =
                    Optional.ofNullable(envelopes.get(refusal.message())).flatMap(envelope -> of(refusal, envelope));
            recipient.ifPresent(to -> reports.add(new SeenStore.Named<>(
                    refusal.site(),
                    List.of(name(refusal, to)),
                    report(refusal, to.mailbox().address()))));
            if (recipient.isEmpty()) {
                metrics.counter("asteris.refusals.without.address").increment();
            }
        }
        return audit.lock(
                        open.connection(), refusals.stream().map(Refusal::site).collect(Collectors.toSet()))
                .chain(() -> seen.unseen(open.connection(), reports))
                .chain(fresh -> suppressor.report(open, fresh));
    }

    private static Optional<Recipient> of(Refusal refusal, Envelope envelope) {
        if (refusal.position() == null) {
            return envelope.recipients().size() == 1
                    ? Optional.of(envelope.recipients().getFirst())
                    : Optional.empty();
        }
        return envelope.recipients().stream()
                .filter(recipient -> recipient.position() == refusal.position())
                .findFirst();
    }

    private static String name(Refusal refusal, Recipient recipient) {
        String what = "refused in the call\n" + refusal.message() + "\n" + recipient.position();
        return Signatures.fingerprint(what.getBytes(StandardCharsets.UTF_8));
    }

    private static Suppressor.Report report(Refusal refusal, EmailAddress address) {
        var source = new Addition.Source(
                refusal.preset(),
                "refused",
                refusal.at(),
                refusal.message().value(),
                refusal.status(),
                refusal.text(),
                null);
        return new Suppressor.Report(
                new Addition(refusal.site(), ListedAddress.of(address), Reason.BOUNCE, null, Optional.of(source)),
                true);
    }
}
