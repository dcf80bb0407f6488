package io.asteris.platform.database;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Makes the pools of both roles as Quarkus would, but for one option that its configuration lacks: the client forgets the plan of any
 * statement of more than 2,048 characters, and ours of the hot paths are longer. Parsed and planned anew each time, with two more
 * round trips, they took a third of the database's time for a message (measured).
 */
@Singleton
class PoolCreators {
    private static final int LONGEST_STATEMENT = 32_768;

    @Produces
    @Singleton
    PgPoolCreator workers() {
        return PoolCreators::pool;
    }

    @Produces
    @Singleton
    @ReactiveDataSource("request")
    PgPoolCreator requests() {
        return PoolCreators::pool;
    }

    private static Pool pool(PgPoolCreator.Input input) {
        input.pgConnectOptionsList().forEach(options -> options.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT));
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(input.pgConnectOptionsList().getFirst())
                .using(input.vertx())
                .build();
    }
}
