package io.asteris.platform.database;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.flyway.FlywayDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jboss.logging.Logger;

/**
 * Brings the tables to the state this version needs, as the owner, before anything else of the service runs: first the
 * platform's scripts ({@code db/platform}, schema {@code content}), then the service's ({@code db/migration}, its own schema).
 * It waits while there is no database, and for other services that migrate at the same moment.
 */
@Singleton
public final class Migrations {
    private static final Logger LOG = Logger.getLogger(Migrations.class);

    /** Any number will do, as long as all services take the same one. */
    private static final long LOCK = 0x4153_5445_5249_5301L;

    private static final List<String> PLATFORM_SCHEMAS = List.of("content");

    private final AgroalDataSource owner;
    private final Flyway flyway;
    private final String schema;
    private volatile boolean done;

    Migrations(
            @DataSource("owner") AgroalDataSource owner,
            @FlywayDataSource("owner") Flyway flyway,
            @ConfigProperty(name = "asteris.schema") String schema,
            @ConfigProperty(name = "asteris.database.url") Optional<String> url) {
        if (url.filter(text -> text.startsWith("postgresql://")).isEmpty()) {
            throw new ConfigurationException("ASTERIS_DATABASE_URL (asteris.database.url) names no database:"
                    + " give it as postgresql://host:port/database.");
        }
        this.owner = owner;
        this.flyway = flyway;
        this.schema = schema;
    }

    void start(@Observes @Priority(StartOrder.MIGRATIONS) StartupEvent event) {
        try (var patience = new Patience()) {
            while (!migrateWhenThere()) {
                patience.pause();
            }
        }
        done = true;
    }

    /** Whether the tables are as this version needs them. */
    public boolean isDone() {
        return done;
    }

    private boolean migrateWhenThere() {
        try (Connection lock = owner.getConnection();
                Statement statement = lock.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            try {
                migrate();
                // Rights on the tables are given where they are made; without this one none of them counts.
                statement.execute("GRANT USAGE ON SCHEMA " + statement.enquoteIdentifier(schema, true)
                        + " TO asteris_worker, asteris_request");
            } finally {
                statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
            }
            return true;
        } catch (SQLException absent) {
            LOG.warnf("waiting for the database sqlState=%s reason=%s", absent.getSQLState(), absent.getMessage());
            return false;
        }
    }

    private void migrate() throws SQLException {
        run("db/platform", PLATFORM_SCHEMAS);
        run("db/migration", List.of(schema));
    }

    private void run(String folder, List<String> schemas) throws SQLException {
        Configuration all = flyway.getConfiguration();
        try {
            var result = new FluentConfiguration(all.getClassLoader())
                    .configuration(all)
                    .resourceProvider(new ScriptsBelow(folder, all.getResourceProvider()))
                    .schemas(schemas.toArray(String[]::new))
                    .load()
                    .migrate();
            LOG.infof(
                    "migrated schema=%s scripts=%d version=%s",
                    schemas.getFirst(), result.migrationsExecuted, result.targetSchemaVersion);
        } catch (FlywayException failed) {
            if (failed.getCause() instanceof SQLException cause && isConnectionLost(cause)) {
                throw cause;
            }
            throw failed;
        }
    }

    /** SQL state classes 08 (connection) and 57P (the server ends or starts); the pool's own time-out has no state. */
    private static boolean isConnectionLost(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }
}
