package io.asteris.platform.content;

import io.asteris.contract.MessageId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Where sealed blobs lie until their messages can no longer be owed. Sealing is the caller's ({@link ContentSealer}), because it
 * takes time that the transaction should not last, and large blobs are sealed off the event loop; opening is the store's.
 */
public interface ContentStore {
    /**
     * Stores blobs in the caller's transaction, so that they are there exactly when its commit is. A blob that is there
     * already stays as it is: a repeat changes nothing.
     */
    Uni<Void> put(SqlConnection transaction, List<SealedBlob> blobs);

    /**
     * Reads and opens blobs of any sites, in one round trip, in no order; those that are not there, or whose site's data key was
     * destroyed, are left out. For workers; a request path gives the transaction of its site. Opening runs on the event loop up
     * to 100 KB a call and on a worker thread beyond.
     *
     * <p>Fails with {@code UnopenableSecretException} when a blob was changed or its master key is not configured.
     */
    Uni<List<StoredBlob>> get(Collection<BlobId> ids);

    /** Reads and opens blobs as {@link #get(Collection)} does, as far as this transaction may see them. */
    Uni<List<StoredBlob>> get(SqlConnection transaction, Collection<BlobId> ids);

    /** Deletes all blobs of these messages; those that are gone already do not matter. */
    Uni<Void> delete(Collection<MessageId> messages);

    /** Deletes all blobs of these messages, as far as this transaction may see them. */
    Uni<Void> delete(SqlConnection transaction, Collection<MessageId> messages);

    /** Drops every day (UTC) that was over at that moment, with all its blobs. Waits for running statements and tries again. */
    Uni<Void> expire(Instant before);
}
