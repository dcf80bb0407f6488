package io.asteris.log.erase;

import io.asteris.contract.AddressKey;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.log.search.SearchText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The statements that forget. */
@ApplicationScoped
class EraseStore {
    /** Writers of entries hold the lock shared: each either has written before, or sees the address as erased. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('log.holding'))";

    private static final String REMEMBER_ADDRESS = """
            INSERT INTO erased_address (site, hash, at) VALUES ($1, $2, asteris_now())
            ON CONFLICT (site, hash) DO UPDATE SET at = excluded.at
            """;

    /** Hidden ones too: what is erased is gone from everywhere. */
    private static final String WITH_ADDRESS = """
            WITH hit AS MATERIALIZED (
                SELECT message, search FROM entry WHERE site = $1 AND search LIKE $2
            )
            SELECT message, search FROM hit ORDER BY message
            """;

    private static final String CLEAR = """
            UPDATE entry
            SET sender = NULL, subject = NULL, addresses = NULL, attachments = NULL, tags = NULL, metadata = NULL, search = NULL
            WHERE site = $1 AND message = ANY ($2)
            """;

    private static final String CLEAR_BODIES = "DELETE FROM body WHERE site = $1 AND message = ANY ($2)";
    private static final String CLEAR_WORDS = "DELETE FROM word WHERE site = $1 AND message = ANY ($2)";
    private static final String DELETE = "DELETE FROM entry WHERE site = $1 AND message = ANY ($2)";
    private static final String REMEMBER_DELETED =
            "INSERT INTO tombstone (message) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING";

    private final AddressKey addressKey;

    EraseStore(AddressKey addressKey) {
        this.addressKey = addressKey;
    }

    /**
     * Remembers an address as erased, and gives all messages of the site to it, so that none is missed that is being written at
     * this moment.
     *
     * @param transaction of a worker
     */
    Uni<List<MessageId>> forget(SqlConnection transaction, SiteId site, EmailAddress address) {
        String folded = SearchText.fold(address.text());
        return transaction
                .query(LOCK)
                .execute()
                .chain(() -> transaction
                        .preparedQuery(REMEMBER_ADDRESS)
                        .execute(Tuple.of(
                                site.value(), addressKey.hash(site, address).value())))
                .chain(() -> transaction
                        .preparedQuery(WITH_ADDRESS)
                        .execute(Tuple.of(site.value(), SearchText.inAddresses(folded))))
                .map(rows -> {
                    var messages = new ArrayList<MessageId>();
                    rows.forEach(row -> {
                        if (SearchText.addresses(row.getString("search")).contains(folded)) {
                            messages.add(new MessageId(row.getUUID("message")));
                        }
                    });
                    return messages;
                });
    }

    /** Clears what names people in these entries, and deletes their bodies; the states stay. */
    Uni<Void> clear(SqlConnection transaction, SiteId site, List<MessageId> messages) {
        Tuple these = Tuple.of(site.value(), ids(messages));
        return transaction
                .preparedQuery(CLEAR)
                .execute(these)
                .chain(() -> transaction.preparedQuery(CLEAR_BODIES).execute(these))
                .chain(() -> transaction.preparedQuery(CLEAR_WORDS).execute(these))
                .replaceWithVoid();
    }

    /** Deletes an entry so that no late fact brings it back. */
    Uni<Void> delete(SqlConnection transaction, SiteId site, MessageId message) {
        UUID[] ids = ids(List.of(message));
        Tuple that = Tuple.of(site.value(), ids);
        return transaction
                .preparedQuery(REMEMBER_DELETED)
                .execute(Tuple.tuple().addArrayOfUUID(ids))
                .chain(() -> transaction.preparedQuery(DELETE).execute(that))
                .chain(() -> transaction.preparedQuery(CLEAR_BODIES).execute(that))
                .chain(() -> transaction.preparedQuery(CLEAR_WORDS).execute(that))
                .replaceWithVoid();
    }

    private static UUID[] ids(List<MessageId> messages) {
        return messages.stream().map(MessageId::value).toArray(UUID[]::new);
    }
}
