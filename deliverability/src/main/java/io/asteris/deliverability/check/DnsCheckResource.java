package io.asteris.deliverability.check;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.SiteId;
import io.asteris.deliverability.site.SiteBook;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ETags;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What the DNS of a sending domain says, beside what the site's provider needs it to say. */
@Path(Api.BASE + "/dns-check")
class DnsCheckResource {
    private final CurrentCaller caller;
    private final Database database;
    private final SiteBook book;
    private final DnsFactsStore store;
    private final Subjects subjects;
    private final DnsChecker checker;

    DnsCheckResource(
            CurrentCaller caller,
            Database database,
            SiteBook book,
            DnsFactsStore store,
            Subjects subjects,
            DnsChecker checker) {
        this.caller = caller;
        this.database = database;
        this.book = book;
        this.store = store;
        this.subjects = subjects;
        this.checker = checker;
    }

    @GET
    @Requires(Scope.SETTINGS_READ)
    public Uni<DnsReport> check(@QueryParam("domain") @Nullable String domain) {
        SiteId site = caller.get().site();
        String asked = domain == null ? senders(site) : ascii(domain);
        return database.inSite(site, connection -> store.of(connection, site))
                .chain(facts -> checker.check(subjects.of(site, asked, facts)))
                .map(DnsChecker.Checked::report);
    }

    @GET
    @Path("settings")
    @Requires(Scope.SETTINGS_READ)
    public Uni<Response> settings() {
        SiteId site = caller.get().site();
        return database.inSite(site, connection -> store.of(connection, site)).map(ETags::answer);
    }

    @PUT
    @Path("settings")
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Response> set(byte[] body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        SiteId site = caller.get().site();
        DnsFacts wanted = StrictJson.read(body, DnsFacts.class);
        return database.inSite(site, connection -> store.of(connection, site)
                        .invoke(present -> ETags.check(ifMatch, present))
                        .chain(() -> store.put(connection, site, wanted)))
                .replaceWith(() -> ETags.answer(wanted));
    }

    private String senders(SiteId site) {
        return book.domains(site).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "?domain", "the site has no From domain that we know; name the domain to check"));
    }

    private static String ascii(String domain) {
        try {
            return EmailAddress.asciiDomain(domain.strip());
        } catch (IllegalArgumentException notADomain) {
            throw ProblemException.invalid("?domain", "this is no domain name, such as shop.example");
        }
    }
}
