package io.asteris.log.resend;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Which messages a bulk resend is about. */
@ApplicationScoped
class Selection {
    private final ResendStore store;

    Selection(ResendStore store) {
        this.store = store;
    }

    /**
     * The messages in the order in which they are sent again. Fails with a {@code 404} that points at each id that is not in the
     * site's log; then none is sent.
     */
    Uni<List<MessageId>> of(SqlConnection transaction, SiteId site, BulkForm form) {
        if (form.q() != null) {
            throw new ProblemException(
                    ProblemType.NOT_IMPLEMENTED, "Sending all that a query finds is not built yet; name the ids.");
        }
        List<MessageId> ids = Objects.requireNonNull(form.ids(), "a form has ids or a query");
        return store.known(transaction, site, ids)
                .invoke(known -> refuseUnknown(ids, known))
                .replaceWith(ids);
    }

    private static void refuseUnknown(List<MessageId> ids, Set<MessageId> known) {
        List<FieldError> unknown = IntStream.range(0, ids.size())
                .filter(i -> !known.contains(ids.get(i)))
                .mapToObj(i -> new FieldError("/ids/" + i, "the log has no such entry"))
                .toList();
        if (!unknown.isEmpty()) {
            throw new ProblemException(
                            ProblemType.NOT_FOUND, "The log lacks some of these entries; none was sent again.")
                    .with(unknown);
        }
    }
}
