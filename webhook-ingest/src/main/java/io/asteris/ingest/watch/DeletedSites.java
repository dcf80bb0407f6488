package io.asteris.ingest.watch;

import io.asteris.contract.SiteId;
import io.asteris.ingest.suppression.ListOfADeletedSite;
import io.asteris.platform.auth.SiteDirectory;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;

/**
 * Deletes what a deleted site leaves behind, again and again, because facts about it may still be on their way. Its posts cannot be
 * opened any more: their key is destroyed.
 */
@ApplicationScoped
class DeletedSites {
    private static final int BATCH = 2_000;

    /** What was announced is found by the recipients, so it goes with them. */
    private static final String RECIPIENTS = """
            WITH gone AS (DELETE FROM recipient WHERE ctid = ANY (ARRAY(
                              SELECT ctid FROM recipient WHERE site = ANY ($1) LIMIT $2))
                          RETURNING message),
                 announced AS (DELETE FROM announced USING gone WHERE announced.message = gone.message)
            SELECT FROM gone
            """;

    private static final List<String> STATEMENTS = Stream.concat(
                    Stream.of(RECIPIENTS),
                    Stream.of(
                                    "webhook",
                                    "suppress_rule",
                                    "provider_state",
                                    "subscription",
                                    "post",
                                    "mention",
                                    "seen",
                                    "provider_message",
                                    "unmatched",
                                    "strike",
                                    "skipped_order",
                                    "erased_address",
                                    "audit")
                            .map(table -> """
                                    DELETE FROM %1$s
                                    WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE site = ANY ($1) LIMIT $2))
                                    """.formatted(table)))
            .toList();

    private final Database database;
    private final SiteDirectory sites;
    private final ListOfADeletedSite list;

    DeletedSites(Database database, SiteDirectory sites, ListOfADeletedSite list) {
        this.database = database;
        this.sites = sites;
        this.list = list;
    }

    /** Looks once. */
    Uni<Void> clear() {
        String[] deleted = sites.deleted().stream().map(SiteId::value).sorted().toArray(String[]::new);
        if (deleted.length == 0) {
            return Uni.createFrom().voidItem();
        }
        return list.clear(deleted).chain(() -> Multi.createFrom()
                .iterable(STATEMENTS)
                .onItem()
                .transformToUniAndConcatenate(statement -> delete(statement, deleted))
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Integer> delete(String statement, String[] deleted) {
        return database.onWorker(connection -> connection
                        .preparedQuery(statement)
                        .execute(Tuple.of(deleted, BATCH))
                        .map(rows -> rows.rowCount()))
                .chain(count -> count < BATCH ? Uni.createFrom().item(count) : delete(statement, deleted));
    }
}
