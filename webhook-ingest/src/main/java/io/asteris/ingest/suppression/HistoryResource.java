package io.asteris.ingest.suppression;

import io.asteris.contract.SiteId;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.Cursor;
import io.asteris.platform.http.Page;
import io.asteris.platform.http.Paging;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who changed what on a site's list and webhooks, newest first. */
@Path(Api.BASE + "/suppressions/history")
class HistoryResource {
    private static final UUID NEWEST = new UUID(-1L, -1L);

    private static final String PAGE = """
            SELECT id, at, by_whom, action, canonical, detail FROM audit
            WHERE site = $1 AND id < $2 AND ($3::text IS NULL OR canonical = $3)
            ORDER BY id DESC LIMIT $4
            """;

    private final CurrentCaller caller;
    private final Database database;

    HistoryResource(CurrentCaller caller, Database database) {
        this.caller = caller;
        this.database = database;
    }

    /** One line of it; {@code email} is absent where a change is about no single address. */
    record Line(
            Instant at,
            String by,
            String action,
            @Nullable String email,
            @Nullable String detail) {
        static Line of(Row row) {
            String canonical = row.getString("canonical");
            return new Line(
                    row.getOffsetDateTime("at").toInstant(),
                    row.getString("by_whom"),
                    row.getString("action"),
                    canonical == null
                            ? null
                            : ListedAddress.of(canonical)
                                    .map(ListedAddress::shown)
                                    .orElse(canonical),
                    row.getString("detail"));
        }

        @Override
        public String toString() {
            return action + " at " + at;
        }
    }

    @GET
    @Requires(Scope.SUPPRESSIONS_READ)
    public Uni<Response> page(
            @QueryParam("email") @Nullable String email,
            @QueryParam("limit") @Nullable String limitText,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        SiteId site = caller.get().site();
        int limit = Paging.limit(limitText);
        UUID before = cursor == null ? NEWEST : id(Cursor.read(cursor, 1).getFirst());
        String canonical = email == null
                ? null
                : ListedAddress.of(email).map(ListedAddress::canonical).orElse("");
        return database.inSite(site, connection -> connection
                .preparedQuery(PAGE)
                .execute(Tuple.of(site.value(), before, canonical, limit + 1))
                .map(rows -> {
                    List<Row> found = new ArrayList<>();
                    rows.forEach(found::add);
                    boolean more = found.size() > limit;
                    List<Row> shown = more ? found.subList(0, limit) : found;
                    return Paging.answer(
                            Page.of(
                                    shown.stream().map(Line::of).toList(),
                                    more
                                            ? Cursor.of(shown.getLast()
                                                    .getUUID("id")
                                                    .toString())
                                            : null),
                            uri);
                }));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException foreign) {
            throw Cursor.foreign();
        }
    }
}
