package io.asteris.log.export;

import io.asteris.contract.AddressKey;
import io.asteris.log.search.Filter;
import io.asteris.log.search.Key;
import io.asteris.log.search.Period;
import io.asteris.log.search.SearchQuery;
import io.asteris.log.search.SearchReader;
import io.asteris.log.search.Term;
import io.asteris.log.settings.SiteZones;
import io.asteris.log.stream.Places;
import io.asteris.log.stream.StreamConfig;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The log as a file, streamed as fast as it is taken, with the proof that it is whole in the trailers. */
@Path(Api.BASE + "/logs/export")
class ExportResource {
    private static final Set<String> PARAMETERS = Set.of("from", "to", "format", "body", "redact", "q", "search_body");

    private final CurrentCaller caller;
    private final Exporter exporter;
    private final SearchReader searches;
    private final SiteZones zones;
    private final AddressKey addressKey;
    private final Places places;
    private final Duration patience;

    ExportResource(
            CurrentCaller caller,
            Exporter exporter,
            SearchReader searches,
            SiteZones zones,
            AddressKey addressKey,
            ExportConfig config,
            StreamConfig streams) {
        this.caller = caller;
        this.exporter = exporter;
        this.searches = searches;
        this.zones = zones;
        this.addressKey = addressKey;
        this.patience = streams.patience();
        this.places = new Places(config.atOnce(), config.atOnceOfASite(), "read the log as a file");
    }

    @GET
    @Requires(Scope.LOGS_READ)
    public Uni<Void> export(@Context UriInfo uri, @Context HttpServerResponse response) {
        Caller reader = caller.get();
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        refuseUnknown(parameters);
        SearchQuery query = query(reader, parameters);
        Order order = order(reader, parameters, query);
        var proof = new Proof(query.text());
        var download = new Download(response, order, name(parameters), patience);
        return places.take(reader.site(), () -> download.send(exporter.file(order, proof), proof));
    }

    private Order order(Caller reader, MultivaluedMap<String, String> parameters, SearchQuery query) {
        boolean withBody = SearchReader.flag(parameters, "body");
        if (withBody && !reader.may(Scope.BODIES_READ)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Exporting bodies needs the scope bodies:read.");
        }
        Form form = Form.named(or(parameters, "format", "csv"), withBody)
                .orElseThrow(() -> ProblemException.invalid("?format", "format is csv, json or ndjson"));
        Redaction redaction = Redaction.named(or(parameters, "redact", "none"))
                .orElseThrow(() -> ProblemException.invalid("?redact", "redact is none, sha256 or hmac"));
        Filter filter = searches.filter(reader.site(), query, SearchReader.flag(parameters, "search_body"));
        return new Order(
                reader.site(), filter, form, redaction.of(reader.site(), addressKey), withBody, reader.keyId());
    }

    /** The period is a part of the search, so that the summary says all that the rows were asked for by. */
    private SearchQuery query(Caller reader, MultivaluedMap<String, String> parameters) {
        Period period = Period.read(
                SearchReader.only(parameters, "from"), SearchReader.only(parameters, "to"), zones.of(reader.site()));
        SearchQuery within = new SearchQuery(List.of(
                Term.of(Key.AFTER, period.from().toString()),
                Term.of(Key.BEFORE, period.to().toString())));
        return within.and(SearchReader.parse("?q", SearchReader.only(parameters, "q")));
    }

    private static String name(MultivaluedMap<String, String> parameters) {
        String from = Objects.requireNonNull(SearchReader.only(parameters, "from"));
        String to = Objects.requireNonNull(SearchReader.only(parameters, "to"));
        return "mail-log-" + day(from) + "-" + day(to);
    }

    /** Both were read before, so they begin with a date. */
    private static LocalDate day(String moment) {
        return LocalDate.parse(moment.substring(0, 10));
    }

    private static String or(MultivaluedMap<String, String> parameters, String name, String otherwise) {
        @Nullable String value = SearchReader.only(parameters, name);
        return value == null ? otherwise : value;
    }

    private static void refuseUnknown(MultivaluedMap<String, String> parameters) {
        List<FieldError> unknown = parameters.keySet().stream()
                .filter(name -> !PARAMETERS.contains(name))
                .sorted()
                .map(name -> new FieldError("?" + name, "this parameter is not known here"))
                .toList();
        if (!unknown.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "A parameter is not known here.").with(unknown);
        }
    }
}
