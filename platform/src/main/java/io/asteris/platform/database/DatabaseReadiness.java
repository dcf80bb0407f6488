package io.asteris.platform.database;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while both roles reach the database and the tables are as this version needs them. */
@Readiness
@Singleton
final class DatabaseReadiness implements AsyncHealthCheck {
    private static final Duration BOUND = Duration.ofSeconds(2);

    private final Database database;
    private final Migrations migrations;

    DatabaseReadiness(Database database, Migrations migrations) {
        this.database = database;
        this.migrations = migrations;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return database.ping()
                .ifNoItem()
                .after(BOUND)
                .fail()
                .map(ignored -> response(true))
                .onFailure()
                .recoverWithItem(() -> response(false));
    }

    private HealthCheckResponse response(boolean answers) {
        boolean migrated = migrations.isDone();
        return HealthCheckResponse.named("database")
                .withData("answers", answers)
                .withData("migrated", migrated)
                .status(answers && migrated)
                .build();
    }
}
