package io.asteris.dispatcher.provider;

import io.asteris.platform.crypto.SecretBox;
import io.asteris.platform.database.Database;
import io.asteris.platform.rotation.Resealable;
import io.asteris.platform.rotation.SealedColumn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Names what this service keeps sealed, so that it is sealed anew when the master key changes. */
@ApplicationScoped
class SealedColumns {
    private final Database database;
    private final SecretBox box;

    SealedColumns(Database database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    @Produces
    @Singleton
    Resealable credentials() {
        return new SealedColumn(database, box, "provider", "secrets");
    }

    @Produces
    @Singleton
    Resealable tokens() {
        return new SealedColumn(database, box, "oauth_grant", "tokens");
    }

    @Produces
    @Singleton
    Resealable verifiers() {
        return new SealedColumn(database, box, "oauth_consent", "verifier");
    }
}
