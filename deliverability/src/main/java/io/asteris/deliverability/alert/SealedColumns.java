package io.asteris.deliverability.alert;

import io.asteris.platform.crypto.SecretBox;
import io.asteris.platform.database.Database;
import io.asteris.platform.rotation.Resealable;
import io.asteris.platform.rotation.SealedColumn;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Names what this service keeps sealed, so that it is sealed anew when the master key changes. */
@Singleton
class SealedColumns {
    @Produces
    @Singleton
    Resealable recipientsAndChannels(Database database, SecretBox box) {
        return new SealedColumn(database, box, "alert_settings", "sealed");
    }
}
