package io.asteris.ingest.suppression;

import io.asteris.contract.SiteId;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The list as CSV, in and out, streamed both ways. */
@Path(Api.BASE + "/suppressions")
class CsvResource {
    private final CurrentCaller caller;
    private final CsvImport imports;
    private final CsvExport exports;

    CsvResource(CurrentCaller caller, CsvImport imports, CsvExport exports) {
        this.caller = caller;
        this.imports = imports;
        this.exports = exports;
    }

    @POST
    @Path("import")
    @Blocking
    @Requires(Scope.SUPPRESSIONS_WRITE)
    public CsvImport.Report importCsv(InputStream csv, @QueryParam("scope") @Nullable String scopeWord) {
        Caller by = caller.get();
        SiteId scope = SuppressionForm.scope(scopeWord, by, "?scope");
        return imports.read(csv, scope, by.keyId());
    }

    @GET
    @Path("export")
    @Blocking
    @Requires(Scope.SUPPRESSIONS_READ)
    public Response export() {
        SiteId site = caller.get().site();
        StreamingOutput rows = out -> exports.write(site, out);
        return Response.ok(rows, "text/csv; charset=utf-8; header=present")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"suppressions.csv\"")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
