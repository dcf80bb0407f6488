package io.asteris.platform.content;

import io.asteris.contract.SiteId;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.database.Database;
import io.asteris.platform.rotation.Resealable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** The table of data keys: one a site, wrapped; destroyed with the site, and never made again for it. */
@Singleton
final class DataKeys implements Resealable {
    private static final String FIND = "SELECT kid, wrapped FROM content.data_key WHERE site = $1";
    private static final String ADD = """
            INSERT INTO content.data_key (site, kid, wrapped) VALUES ($1, $2, $3)
            ON CONFLICT (site) DO NOTHING
            """;
    private static final String REWRAP = """
            UPDATE content.data_key SET kid = $2, wrapped = $3
            WHERE site = $1 AND kid = $4
            """;
    private static final String OTHERS = "SELECT site, kid, wrapped FROM content.data_key WHERE kid <> $1";
    private static final String DESTROYED = "UPDATE content.data_key SET kid = $1 WHERE kid <> $1 AND wrapped IS NULL";
    private static final String DESTROY = """
            INSERT INTO content.data_key (site, kid, destroyed_at) VALUES ($1, $2, asteris_now())
            ON CONFLICT (site) DO UPDATE SET wrapped = NULL, destroyed_at = asteris_now()
            WHERE data_key.wrapped IS NOT NULL
            """;

    private final Database database;
    private final DataKeyWrap wrap;

    DataKeys(Database database, DataKeyWrap wrap) {
        this.database = database;
        this.wrap = wrap;
    }

    /** Every service does it, for the table is everybody's; whoever comes second changes nothing. */
    @Override
    public Uni<Void> reseal() {
        Tuple current = Tuple.of(wrap.currentKid());
        return database.onWorker(connection -> connection
                .preparedQuery(DESTROYED)
                .execute(current)
                .chain(() -> connection.preparedQuery(OTHERS).execute(current))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(row -> open(connection, new SiteId(row.getString("site")), row)
                        .onFailure(UnopenableSecretException.class)
                        .recoverWithItem(Optional.empty()))
                .collect()
                .last()
                .replaceWithVoid());
    }

    @Override
    public Uni<Long> left() {
        return database.onWorker(connection -> connection
                .preparedQuery("SELECT count(*) FROM content.data_key WHERE kid <> $1")
                .execute(Tuple.of(wrap.currentKid()))
                .map(rows -> rows.iterator().next().getLong(0)));
    }

    /** The site's key; empty when it has none, or no longer one. */
    Uni<Optional<SecretKey>> find(SqlClient client, SiteId site) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(site.value()))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next())
                .chain(row -> open(client, site, row));
    }

    /**
     * The site's key, made now when it has none; whoever is first wins, all get the same.
     *
     * <p>Fails with {@link DataKeyDestroyedException} when the site was deleted.
     */
    Uni<SecretKey> findOrMake(SqlClient client, SiteId site) {
        return find(client, site)
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found.get())
                        : client.preparedQuery(ADD)
                                .execute(Tuple.of(
                                        site.value(),
                                        wrap.currentKid(),
                                        Buffer.buffer(wrap.wrap(site, DataKeyWrap.mint()))))
                                .chain(() -> find(client, site))
                                .map(made -> made.orElseThrow(() -> new DataKeyDestroyedException(site))));
    }

    /** Makes all of the site's blobs unreadable for good. Repeating it changes nothing. */
    Uni<Void> destroy(SqlClient client, SiteId site) {
        return client.preparedQuery(DESTROY)
                .execute(Tuple.of(site.value(), wrap.currentKid()))
                .replaceWithVoid();
    }

    private Uni<Optional<SecretKey>> open(SqlClient client, SiteId site, @Nullable Row row) {
        var wrapped = row == null ? null : row.getBuffer("wrapped");
        if (row == null || wrapped == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        String kid = row.getString("kid");
        return Uni.createFrom()
                .item(() -> wrap.unwrap(site, kid, wrapped.getBytes()))
                .chain(key -> kid.equals(wrap.currentKid())
                        ? Uni.createFrom().item(Optional.of(key))
                        : client.preparedQuery(REWRAP)
                                .execute(Tuple.of(
                                        site.value(), wrap.currentKid(), Buffer.buffer(wrap.wrap(site, key)), kid))
                                .replaceWith(Optional.of(key)));
    }
}
