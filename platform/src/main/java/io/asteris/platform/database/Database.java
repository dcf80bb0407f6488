package io.asteris.platform.database;

import io.asteris.contract.SiteId;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Function;

/**
 * The service's transactions under two roles: workers see all sites, requests only the one of their transaction
 * (row-level security). Connections find unqualified names in the service's schema, then in {@code content} and
 * {@code asteris}.
 */
@ApplicationScoped
public class Database {
    private static final String BIND_SITE = "SELECT set_config('asteris.site', $1, true)";

    private final Pool workers;
    private final Pool requests;

    /**
     * @param workers connections of the role {@code asteris_worker}
     * @param requests connections of the role {@code asteris_request}
     */
    @Inject
    public Database(Pool workers, @ReactiveDataSource("request") Pool requests) {
        this.workers = workers;
        this.requests = requests;
    }

    /**
     * The connections that see all sites, for code that keeps a connection of its own. Single statements go through
     * {@link #onWorker}: asked directly, the pool logs an error half a minute after each failure to connect
     * (eclipse-vertx/vertx-sql-client#1706).
     */
    public Pool workers() {
        return workers;
    }

    /** The connections that see nothing until a transaction names its site. */
    Pool requests() {
        return requests;
    }

    /** Runs statements that see all sites, each a transaction of its own. */
    public <T> Uni<T> onWorker(Function<SqlConnection, Uni<T>> work) {
        return workers.withConnection(work);
    }

    /**
     * Runs one transaction that sees all sites. It commits when the work gives its item and rolls back when it fails; the
     * failure is passed on.
     */
    public <T> Uni<T> asWorker(Function<SqlConnection, Uni<T>> work) {
        return workers.withTransaction(work);
    }

    /**
     * Runs one transaction that sees and changes only this site's rows. It commits when the work gives its item and rolls
     * back when it fails; the failure is passed on.
     */
    public <T> Uni<T> inSite(SiteId site, Function<SqlConnection, Uni<T>> work) {
        return requests.withTransaction(connection -> connection
                .preparedQuery(BIND_SITE)
                .execute(Tuple.of(site.value()))
                .chain(() -> work.apply(connection)));
    }

    /** Asks both roles' pools for one round trip each; fails when either does not answer. */
    Uni<Void> ping() {
        return Uni.join()
                .all(workers.withConnection(Database::one), requests.withConnection(Database::one))
                .andFailFast()
                .replaceWithVoid();
    }

    private static Uni<Void> one(SqlConnection connection) {
        return connection.query("SELECT 1").execute().replaceWithVoid();
    }
}
