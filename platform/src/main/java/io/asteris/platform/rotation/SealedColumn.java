package io.asteris.platform.rotation;

import io.asteris.platform.crypto.SecretBox;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** A column of texts of the {@link SecretBox}. A text that changes meanwhile is left to whoever changed it. */
public final class SealedColumn implements Resealable {
    private static final Logger LOG = Logger.getLogger(SealedColumn.class);
    private static final int BATCH = 200;
    private static final String START = "(0,0)";

    private final Database database;
    private final SecretBox box;
    private final String name;
    private final String find;
    private final String put;
    private final String count;

    /**
     * A column that workers may read and update.
     *
     * @param table in the service's schema; a name of ours, never of a caller
     */
    public SealedColumn(Database database, SecretBox box, String table, String column) {
        this.database = database;
        this.box = box;
        this.name = table + "." + column;
        this.find = """
                SELECT ctid::text AS place, %2$s AS sealed FROM %1$s
                WHERE NOT starts_with(%2$s, $1) AND ctid > ($2::text)::tid ORDER BY ctid LIMIT %3$d
                """.formatted(table, column, BATCH);
        this.put = "UPDATE %1$s SET %2$s = $3 WHERE ctid = ($1::text)::tid AND %2$s = $2".formatted(table, column);
        this.count = "SELECT count(*) FROM %1$s WHERE NOT starts_with(%2$s, $1)".formatted(table, column);
    }

    @Override
    public Uni<Void> reseal() {
        return after(START);
    }

    private Uni<Void> after(String place) {
        return database.onWorker(connection -> connection
                        .preparedQuery(find)
                        .execute(Tuple.of(box.currentStart(), place))
                        .chain(rows -> {
                            String last = place;
                            List<Tuple> anew = new ArrayList<>();
                            for (Row row : rows) {
                                last = row.getString("place");
                                add(anew, last, row.getString("sealed"));
                            }
                            String end = last;
                            boolean more = rows.size() == BATCH;
                            return anew.isEmpty()
                                    ? Uni.createFrom().item(more ? end : "")
                                    : connection
                                            .preparedQuery(put)
                                            .executeBatch(anew)
                                            .replaceWith(more ? end : "");
                        }))
                .chain(next -> next.isEmpty() ? Uni.createFrom().voidItem() : after(next));
    }

    private void add(List<Tuple> anew, String place, String sealed) {
        try {
            anew.add(Tuple.of(place, sealed, box.reseal(sealed)));
        } catch (UnopenableSecretException unopenable) {
            LOG.debugf("A sealed text cannot be opened and stays as it is column=%s", name);
        }
    }

    @Override
    public Uni<Long> left() {
        return database.onWorker(connection -> connection
                .preparedQuery(count)
                .execute(Tuple.of(box.currentStart()))
                .map(rows -> rows.iterator().next().getLong(0)));
    }
}
