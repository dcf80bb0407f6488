package io.asteris.gateway.send;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.gateway.accept.Accepted;
import io.asteris.gateway.accept.ReadyMessage;
import io.asteris.gateway.accept.Resolved;
import io.asteris.gateway.accept.Submission;
import io.asteris.gateway.idempotency.Fingerprint;
import io.asteris.gateway.request.BatchItem;
import io.asteris.gateway.request.RequestReader;
import io.asteris.gateway.request.SendRequest;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.Problem;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /send/batch}: many messages in one post, each with an id or a problem of its own. */
@Singleton
class BatchSend {
    private static final int MAX_ERRORS = 100;

    private final Intake intake;

    BatchSend(Intake intake) {
        this.intake = intake;
    }

    /** One message of the answer, in the place of its request: an id with a status, or a problem. */
    record Item(
            @Nullable MessageId id,
            @Nullable String status,
            @Nullable Problem problem) {}

    /** The answer. */
    record Items(List<Item> data) {}

    Uni<Answer> send(RoutingContext request, SiteId site) {
        String mode = request.request().getParam("mode");
        return intake.post(request, site, (body, once) -> {
            boolean strict = isStrict(mode);
            List<BatchItem> items = RequestReader.batch(body, intake.rules());
            var repeat = once.map(named -> new Submission.Once(named, Fingerprint.ofBatch(body)));
            return intake.resolve(site, sound(items))
                    .chain(resolved -> accept(site, merged(items, resolved), repeat, strict));
        });
    }

    private static boolean isStrict(@Nullable String mode) {
        if (mode != null && !mode.equals("strict")) {
            throw ProblemException.invalid("?mode", "strict is the only mode that can be asked for");
        }
        return mode != null;
    }

    private static List<SendRequest> sound(List<BatchItem> items) {
        var sound = new ArrayList<SendRequest>(items.size());
        for (BatchItem item : items) {
            if (item instanceof BatchItem.Sound(SendRequest request)) {
                sound.add(request);
            }
        }
        return sound;
    }

    /** What became of every item, with pointers that start at the whole batch. */
    private static List<Resolved> merged(List<BatchItem> items, List<Resolved> ofSound) {
        Iterator<Resolved> next = ofSound.iterator();
        var merged = new ArrayList<Resolved>(items.size());
        for (BatchItem item : items) {
            merged.add(
                    switch (item) {
                        case BatchItem.Faulty(ProblemException problem) -> new Resolved.Refused(problem);
                        case BatchItem.Sound sound -> placed(next.next(), merged.size());
                    });
        }
        return merged;
    }

    private static Resolved placed(Resolved resolved, int index) {
        return switch (resolved) {
            case Resolved.Ready ready -> ready;
            case Resolved.Refused(ProblemException problem) ->
                new Resolved.Refused(problem.with(problem.errors().stream()
                        .map(error -> new FieldError("/" + index + error.pointer(), error.detail()))
                        .toList()));
        };
    }

    private Uni<Answer> accept(SiteId site, List<Resolved> resolved, Optional<Submission.Once> once, boolean strict) {
        var ready = new ArrayList<ReadyMessage>(resolved.size());
        var errors = new ArrayList<FieldError>();
        for (Resolved one : resolved) {
            switch (one) {
                case Resolved.Ready(ReadyMessage message) -> ready.add(message);
                case Resolved.Refused(ProblemException problem) -> errors.addAll(problem.errors());
            }
        }
        if (strict && ready.size() < resolved.size()) {
            throw new ProblemException(ProblemType.INVALID, "Some messages break a rule, so none was accepted.")
                    .with(errors.subList(0, Math.min(MAX_ERRORS, errors.size())));
        }
        if (ready.isEmpty()) {
            return Uni.createFrom().item(answer(resolved, new Accepted(List.of(), false)));
        }
        return intake.accept(site, ready, once).map(accepted -> answer(resolved, accepted));
    }

    private static Answer answer(List<Resolved> resolved, Accepted accepted) {
        Iterator<MessageId> ids = accepted.messages().iterator();
        var items = new ArrayList<Item>(resolved.size());
        for (Resolved one : resolved) {
            items.add(
                    switch (one) {
                        case Resolved.Ready ready when ids.hasNext() -> queued(ids.next());
                        // The same batch found it sound in another light, such as before it expired.
                        case Resolved.Ready ready ->
                            refused(ProblemException.invalid("/" + items.size(), "not accepted"));
                        case Resolved.Refused(ProblemException problem) -> refused(problem);
                    });
        }
        return Answer.accepted(accepted, new Items(items), Map.of());
    }

    private static Item queued(MessageId id) {
        var queued = new Answer.Queued(id);
        return new Item(queued.id(), queued.status(), null);
    }

    private static Item refused(ProblemException problem) {
        ProblemType type = problem.type();
        String detail = problem.getMessage();
        var body = new Problem(
                type.uri(),
                type.title(),
                type.status(),
                detail,
                null,
                problem.errors(),
                type.code(),
                detail,
                new Problem.Data(type.status()));
        return new Item(null, null, body);
    }
}
