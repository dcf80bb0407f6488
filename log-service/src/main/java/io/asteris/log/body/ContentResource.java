package io.asteris.log.body;

import io.asteris.contract.MessageId;
import io.asteris.log.entry.Absence;
import io.asteris.log.entry.EntryStore;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The body of one message, for those who may read bodies. */
@Path(Api.BASE + "/logs/{id}/content")
class ContentResource {
    private static final Logger LOG = Logger.getLogger(ContentResource.class);
    private static final Set<String> PARTS = Set.of("html", "text", "raw");

    private final CurrentCaller caller;
    private final BodyStore store;
    private final EntryStore entries;
    private final Absence absence;

    ContentResource(CurrentCaller caller, BodyStore store, EntryStore entries, Absence absence) {
        this.caller = caller;
        this.entries = entries;
        this.store = store;
        this.absence = absence;
    }

    /**
     * What was asked for of the body; a part that the message does not have is absent.
     *
     * @param raw the message as a mail program shows and saves it, without the octets of its attachments
     * @param masked whether secrets in it were masked
     */
    record Content(
            MessageId id,
            @Nullable String html,
            @Nullable String text,
            @Nullable String raw,
            boolean masked) {
        @Override
        public String toString() {
            return "content of " + id;
        }
    }

    @GET
    @Requires(Scope.BODIES_READ)
    public Uni<Response> get(@PathParam("id") String id, @QueryParam("part") @DefaultValue("html,text") String part) {
        Caller reader = caller.get();
        Set<String> parts = parts(part);
        MessageId message = MessageId.parse(id).orElseThrow(absence::forGood);
        return store.read(reader.site(), message, reader.keyId())
                .map(found -> found.orElseThrow(() -> absence.of(message)))
                .chain(kept -> parts.contains("raw")
                        ? entries.find(reader.site(), message)
                                .map(found -> found.orElseThrow(() -> absence.of(message)))
                                .map(entry -> content(message, kept, parts, RawMessage.of(entry, kept.body())))
                        : Uni.createFrom().item(content(message, kept, parts, null)))
                .invoke(() -> LOG.infof("Body read messageId=%s keyId=%s", message, reader.keyId()))
                .map(content -> Response.ok(content)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .header("X-Content-Type-Options", "nosniff")
                        .build());
    }

    private static Content content(MessageId message, BodyStore.Kept kept, Set<String> parts, @Nullable String raw) {
        return new Content(
                message,
                parts.contains("html") ? kept.body().html() : null,
                parts.contains("text") ? kept.body().text() : null,
                raw,
                kept.masked());
    }

    private static Set<String> parts(String text) {
        Set<String> parts = Set.copyOf(Arrays.asList(text.split(",", -1)));
        if (!PARTS.containsAll(parts)) {
            throw ProblemException.invalid("?part", "part is a list of html, text and raw");
        }
        return parts;
    }
}
