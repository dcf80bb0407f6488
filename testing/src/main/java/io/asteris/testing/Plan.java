package io.asteris.testing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.StringJoiner;

/** How a statement would be run, as the service's own session sees it: with its role, its search path and its settings. */
public final class Plan {
    private Plan() {}

    /** The lines of {@code EXPLAIN}; nothing is run. */
    public static Uni<String> of(SqlClient session, String statement, Tuple values) {
        return session.preparedQuery("EXPLAIN " + statement).execute(values).map(rows -> {
            var lines = new StringJoiner("\n");
            rows.forEach(row -> lines.add(row.getString(0)));
            return lines.toString();
        });
    }
}
