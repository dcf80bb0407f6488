package io.asteris.ingest.event;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.ingest.provider.Reader;
import io.asteris.ingest.provider.Reading;
import io.asteris.ingest.provider.UnreadablePostException;
import io.asteris.ingest.provider.WebhookProvider;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.content.SiteSealer;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Takes posts that wait, as many as fit into memory, opens and reads them. Two instances never take the same. */
@ApplicationScoped
class PostClaims {
    private static final Logger LOG = Logger.getLogger(PostClaims.class);

    /** Octets of posts in one transaction: read as JSON they take several times that. */
    private static final long MOST_OCTETS = 2_000_000;

    private static final String DUE = """
            SELECT id, size FROM post
            WHERE state = 'new' AND due_at <= asteris_now()
            ORDER BY due_at, id LIMIT $1
            FOR UPDATE SKIP LOCKED
            """;

    private static final String OPEN = """
            SELECT id, site, provider, content_type, sealed, received_at > asteris_now() - interval '1 second' AS young
            FROM post WHERE id = ANY ($1) ORDER BY id
            """;

    private static final String PART = "post";

    private final ContentSealer sealer;
    private final Map<WebhookProvider, Reader> readers = new EnumMap<>(WebhookProvider.class);

    PostClaims(ContentSealer sealer, @All List<Reader> readers) {
        this.sealer = sealer;
        readers.forEach(reader -> this.readers.put(reader.provider(), reader));
    }

    /** Takes up to so many for the rest of the transaction. */
    Uni<List<ClaimedPost>> take(SqlConnection connection, int most) {
        return connection
                .preparedQuery(DUE)
                .execute(Tuple.of(most))
                .map(PostClaims::fitting)
                .chain(ids -> ids.isEmpty() ? Uni.createFrom().item(List.of()) : open(connection, ids));
    }

    private static List<UUID> fitting(RowSet<Row> rows) {
        List<UUID> ids = new ArrayList<>();
        long octets = 0;
        for (Row row : rows) {
            octets += row.getInteger("size");
            if (!ids.isEmpty() && octets > MOST_OCTETS) {
                break;
            }
            ids.add(row.getUUID("id"));
        }
        return ids;
    }

    private Uni<List<ClaimedPost>> open(SqlConnection connection, List<UUID> ids) {
        return connection
                .preparedQuery(OPEN)
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .chain(rows -> sealers(rows)
                        // Reading a megabyte of JSON takes longer than an event loop may be held.
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(sealers -> {
                            List<ClaimedPost> posts = new ArrayList<>();
                            rows.forEach(row -> posts.add(read(row, sealers)));
                            return posts;
                        }));
    }

    private Uni<Map<SiteId, SiteSealer>> sealers(RowSet<Row> rows) {
        Set<SiteId> sites = new HashSet<>();
        rows.forEach(row -> sites.add(new SiteId(row.getString("site"))));
        return Multi.createFrom()
                .iterable(sites)
                .onItem()
                .transformToUniAndConcatenate(
                        site -> sealer.existing(site).map(found -> found.map(one -> Map.entry(site, one))))
                .collect()
                .asList()
                .map(found -> {
                    Map<SiteId, SiteSealer> sealers = new HashMap<>();
                    found.forEach(one -> one.ifPresent(entry -> sealers.put(entry.getKey(), entry.getValue())));
                    return sealers;
                });
    }

    private ClaimedPost read(Row row, Map<SiteId, SiteSealer> sealers) {
        UUID id = row.getUUID("id");
        var site = new SiteId(row.getString("site"));
        WebhookProvider provider =
                WebhookProvider.named(row.getString("provider")).orElseThrow();
        boolean young = row.getBoolean("young");
        try {
            SiteSealer opener = sealers.get(site);
            if (opener == null) {
                return new ClaimedPost(id, site, provider, young, Optional.empty(), "the site was deleted");
            }
            var blob = new SealedBlob(
                    new BlobId(site, new MessageId(id), PART),
                    row.getBuffer("sealed").getBytes());
            Reading reading = readers.get(provider).read(opener.open(blob).content(), row.getString("content_type"));
            return new ClaimedPost(id, site, provider, young, Optional.of(reading), "");
        } catch (UnreadablePostException | UnopenableSecretException unreadable) {
            return new ClaimedPost(
                    id, site, provider, young, Optional.empty(), String.valueOf(unreadable.getMessage()));
        } catch (RuntimeException fault) {
            LOG.errorf(fault, "A post cannot be read post=%s provider=%s", id, provider.word());
            return new ClaimedPost(
                    id,
                    site,
                    provider,
                    young,
                    Optional.empty(),
                    "our own fault while reading: " + fault.getClass().getSimpleName());
        }
    }
}
