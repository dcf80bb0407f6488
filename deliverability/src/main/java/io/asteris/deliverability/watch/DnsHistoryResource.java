package io.asteris.deliverability.watch;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.SiteId;
import io.asteris.deliverability.check.DnsReport;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.Cursor;
import io.asteris.platform.http.Page;
import io.asteris.platform.http.Paging;
import io.asteris.platform.http.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a domain's DNS changed since it is watched, the newest first. */
@Path(Api.BASE + "/dns-check/history")
class DnsHistoryResource {
    private final CurrentCaller caller;
    private final Database database;
    private final WatchStore store;

    DnsHistoryResource(CurrentCaller caller, Database database, WatchStore store) {
        this.caller = caller;
        this.database = database;
        this.store = store;
    }

    @GET
    @Requires(Scope.SETTINGS_READ)
    public Uni<Response> history(
            @QueryParam("domain") @Nullable String domain,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        SiteId site = caller.get().site();
        String ascii = ascii(domain);
        int size = Paging.limit(limit);
        Instant before = cursor == null ? null : instant(Cursor.read(cursor, 1).getFirst());
        return database.inSite(site, connection -> store.history(connection, site, ascii, before, size + 1))
                .map(found -> Paging.answer(page(found, size), uri));
    }

    private static Page<DnsReport> page(List<DnsReport> found, int size) {
        return found.size() <= size
                ? Page.of(found, null)
                : Page.of(
                        found.subList(0, size),
                        Cursor.of(found.get(size - 1).checkedAt().toString()));
    }

    private static String ascii(@Nullable String domain) {
        try {
            return EmailAddress.asciiDomain(domain == null ? "" : domain.strip());
        } catch (IllegalArgumentException notADomain) {
            throw ProblemException.invalid("?domain", "name the domain whose history is asked for");
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException foreign) {
            throw Cursor.foreign();
        }
    }
}
