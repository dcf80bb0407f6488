package io.asteris.log.resend;

import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.log.entry.Absence;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.EntryStore;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.IdempotencyKey;
import io.asteris.platform.http.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends one message again. */
@Path(Api.BASE + "/logs/{id}/resend")
class ResendResource {
    private final CurrentCaller caller;
    private final Database database;
    private final EntryStore entries;
    private final Absence absence;
    private final Resends resends;
    private final ResendStore store;
    private final RequestStore requests;

    ResendResource(
            CurrentCaller caller,
            Database database,
            EntryStore entries,
            Absence absence,
            Resends resends,
            ResendStore store,
            RequestStore requests) {
        this.caller = caller;
        this.database = database;
        this.entries = entries;
        this.absence = absence;
        this.resends = resends;
        this.store = store;
        this.requests = requests;
    }

    /**
     * The new message.
     *
     * @param dropped the fields whose recipients do not get it, because others were named; empty otherwise
     */
    record Ordered(MessageId id, MessageId resendOf, List<RecipientField> dropped) {}

    @POST
    @Requires(Scope.SEND)
    public Uni<Response> resend(
            @PathParam("id") String id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String keyHeader,
            byte @Nullable [] body) {
        Caller by = caller.get();
        MessageId of = MessageId.parse(id).orElseThrow(absence::forGood);
        Optional<IdempotencyKey> key = IdempotencyKey.read(keyHeader);
        List<Mailbox> others = ResendForm.read(body == null ? new byte[0] : body);
        return entries.find(by.site(), of)
                .map(found -> found.orElseThrow(() -> absence.of(of)))
                .chain(original -> resend(original, others, by, key));
    }

    private Uni<Response> resend(Entry original, List<Mailbox> others, Caller by, Optional<IdempotencyKey> key) {
        MessageId minted = resends.mint();
        byte[] fingerprint = Fingerprints.of(original.message(), others);
        return database.inSite(by.site(), connection -> requests.remember(
                                connection, by.site(), key, fingerprint, minted.value())
                        .chain(known -> store.isOrdered(connection, by.site(), new MessageId(known.answer()))
                                .map(ordered -> new Turn(new MessageId(known.answer()), known.repeated(), ordered))))
                .call(turn -> turn.ordered() ? Uni.createFrom().voidItem() : order(original, turn, others, by))
                .map(turn -> answer(original, turn, others));
    }

    /** Also for a repeat whose first request died before its order: the id is the same, so it is ordered once. */
    private Uni<Void> order(Entry original, Turn turn, List<Mailbox> others, Caller by) {
        return Uni.createFrom()
                .deferred(
                        () -> resends.order(original, turn.fresh(), others, by.keyId(), transaction -> Uni.createFrom()
                                .voidItem()))
                .onFailure(ProblemException.class)
                .call(() -> requests.forget(by.site(), turn.fresh().value()));
    }

    private static Response answer(Entry original, Turn turn, List<Mailbox> others) {
        var answer = Response.accepted(new Ordered(turn.fresh(), original.message(), dropped(original, others)))
                .header(HttpHeaders.LOCATION, Api.BASE + "/logs/" + turn.fresh());
        return turn.repeated() ? answer.header(IdempotencyKey.REPLAYED, "true").build() : answer.build();
    }

    private static List<RecipientField> dropped(Entry original, List<Mailbox> others) {
        return others.isEmpty()
                ? List.of()
                : Objects.requireNonNull(original.announcement()).fields().stream()
                        .filter(field -> field != RecipientField.TO)
                        .distinct()
                        .toList();
    }

    private record Turn(MessageId fresh, boolean repeated, boolean ordered) {}
}
