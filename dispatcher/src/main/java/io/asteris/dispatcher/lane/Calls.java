package io.asteris.dispatcher.lane;

import io.asteris.contract.EmailAddress;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.dispatcher.delivery.Claimed;
import io.asteris.dispatcher.delivery.Delivery;
import io.asteris.dispatcher.delivery.Hold;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.delivery.Settlement;
import io.asteris.dispatcher.delivery.Transition;
import io.asteris.dispatcher.mime.UnrenderableMessageException;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.ProviderBook;
import io.asteris.dispatcher.state.Recipients;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.failpoint.Failpoint;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What happens to messages between their claim and their answer: settings, content, the call. Whatever goes wrong before a call has
 * begun gives the message back as if it had not been claimed.
 */
@ApplicationScoped
class Calls {
    private static final Logger LOG = Logger.getLogger(Calls.class);

    /** From here on a message is fetched by itself and counts against the budget. */
    private static final long LARGE = 256 * 1024;

    private final ProviderBook book;
    private final Contents contents;
    private final Answers answers;
    private final Circuits circuits;
    private final ContentBudget budget;

    Calls(ProviderBook book, Contents contents, Answers answers, Circuits circuits, DispatcherConfig config) {
        this.book = book;
        this.contents = contents;
        this.answers = answers;
        this.circuits = circuits;
        this.budget = new ContentBudget(config.contentBudget());
    }

    /**
     * Calls the provider for each message.
     *
     * @param settled told once for each message what came of it when that is committed, on any thread
     */
    void make(LaneKey lane, List<Claimed> claimed, Consumer<Transition> settled) {
        List<Claimed> owed =
                claimed.stream().filter(found -> !isClosed(found, settled)).toList();
        if (owed.isEmpty()) {
            return;
        }
        List<Delivery> deliveries = owed.stream().map(Claimed::delivery).toList();
        Long version = owed.getFirst().settingsVersion();
        if (owed.getFirst().probe()) {
            circuits.probes(lane);
        }
        Uni<ProviderBook.Found> provider =
                version == null ? Uni.createFrom().item(new ProviderBook.Gone()) : book.of(lane, version);
        provider.subscribe()
                .with(
                        found -> call(lane, deliveries, found, settled),
                        failure -> handBack(deliveries, failure, settled));
    }

    /** Closes what needs no call. */
    private boolean isClosed(Claimed found, Consumer<Transition> settled) {
        Delivery delivery = found.delivery();
        if (found.skipped() != null) {
            answers.skipped(delivery, found.skipped(), settled);
            return true;
        }
        Recipients proven = delivery.recipients().proven(found.proven());
        if (!proven.isAnyOwed()) {
            String reason = found.proven().isEmpty()
                    ? "the recipients that were left are on the suppression list"
                    : "the provider reported on it";
            answers.closed(delivery, proven, reason, settled);
            return true;
        }
        return false;
    }

    /** Gives messages back that may not be called for now, or whose claim committed without our learning of it. */
    void giveBack(List<Claimed> claimed, Consumer<Transition> settled) {
        claimed.stream()
                .filter(found -> !isClosed(found, settled))
                .forEach(found -> answers.handBack(found.delivery(), settled));
    }

    private void call(LaneKey lane, List<Delivery> deliveries, ProviderBook.Found found, Consumer<Transition> settled) {
        switch (found) {
            case ProviderBook.Opened opened -> {
                List<Delivery> small = deliveries.stream()
                        .filter(delivery -> delivery.size() < LARGE)
                        .toList();
                if (!small.isEmpty()) {
                    fetchAndSend(opened, small, settled);
                }
                deliveries.stream()
                        .filter(delivery -> delivery.size() >= LARGE)
                        .forEach(delivery -> sendLarge(opened, delivery, settled));
            }
            case ProviderBook.Unusable unusable ->
                deliveries.forEach(delivery -> answers.unusable(delivery, unusable.reason(), settled));
            case ProviderBook.Gone gone ->
                deliveries.forEach(delivery -> answers.write(
                        Settlement.held(delivery, Hold.NO_PROVIDER, "there is no provider " + lane.provider())
                                .withoutAttempt(),
                        settled));
        }
    }

    private void sendLarge(ProviderBook.Opened opened, Delivery delivery, Consumer<Transition> settled) {
        budget.take(delivery.size())
                .subscribe()
                .with(room -> fetchAndSend(opened, List.of(delivery), step -> {
                    budget.giveBack(delivery.size());
                    settled.accept(step);
                }));
    }

    private void fetchAndSend(ProviderBook.Opened opened, List<Delivery> deliveries, Consumer<Transition> settled) {
        contents.of(deliveries)
                .invoke(() -> Failpoint.reach("content.fetched"))
                // Reading HTML and composing octets takes too long for an event loop.
                .emitOn(Infrastructure.getDefaultExecutor())
                .subscribe()
                .with(
                        blobs -> deliveries.forEach(delivery -> send(opened, delivery, blobs, settled)),
                        failure -> notFetched(opened, deliveries, failure, settled));
    }

    /** One damaged blob spoils a read for all: each is then read alone, and only the damaged one is held. */
    private void notFetched(
            ProviderBook.Opened opened, List<Delivery> deliveries, Throwable failure, Consumer<Transition> settled) {
        if (!(failure instanceof UnopenableSecretException)) {
            handBack(deliveries, failure, settled);
        } else if (deliveries.size() == 1) {
            poison(deliveries.getFirst(), failure, settled);
        } else {
            deliveries.forEach(delivery -> fetchAndSend(opened, List.of(delivery), settled));
        }
    }

    private void send(
            ProviderBook.Opened opened, Delivery delivery, Map<BlobId, byte[]> blobs, Consumer<Transition> settled) {
        var call = answers.begin(opened, delivery);
        Uni.createFrom()
                .deferred(() -> opened.provider().send(outgoing(opened, delivery, blobs)))
                .subscribe()
                .with(
                        answer -> answered(call, delivery, answer, settled),
                        failure -> poison(delivery, failure, settled));
    }

    /** An answer of which we cannot make a step is as good as none: the provider may have the message. */
    private static void answered(Answers.Call call, Delivery delivery, Answer answer, Consumer<Transition> settled) {
        try {
            Failpoint.reach("call.answered");
            call.answered(answer, settled);
        } catch (RuntimeException fault) {
            LOG.errorf(fault, "An answer could not be used messageId=%s", delivery.message());
            call.answered(new Answer.Unknown(Said.ours("the answer could not be used"), List.of()), settled);
        }
    }

    /** A provider that stands in for the chosen one may only send from an address of its own. */
    private static Outgoing outgoing(ProviderBook.Opened opened, Delivery delivery, Map<BlobId, byte[]> blobs) {
        Outgoing message = Contents.outgoing(delivery, blobs);
        return delivery.isStandIn() && opened.fromEmail() != null
                ? message.from(EmailAddress.of(opened.fromEmail()))
                : message;
    }

    /** A provider fails only when nothing was taken and nobody could send the message. */
    private void poison(Delivery delivery, Throwable failure, Consumer<Transition> settled) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean known =
                cause instanceof UnrenderableMessageException || cause instanceof Contents.UnreadableContentException;
        LOG.errorf(known ? null : cause, "Message cannot be sent and is held messageId=%s", delivery.message());
        String reason = known ? String.valueOf(cause.getMessage()) : "the message cannot be put together";
        Transition step = Settlement.held(delivery, Hold.POISON, reason).withoutAttempt();
        answers.write(step, settled);
    }

    private void handBack(List<Delivery> deliveries, Throwable failure, Consumer<Transition> settled) {
        LOG.warnf("Messages go back before their call messages=%d cause=%s", deliveries.size(), failure);
        deliveries.forEach(delivery -> answers.handBack(delivery, settled));
    }
}
