package io.asteris.dispatcher.delivery;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.SiteId;
import io.asteris.dispatcher.state.Recipients;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How rows of the table {@code delivery} are read. */
final class DeliveryRows {
    /** What {@link #read} needs, of a table aliased {@code d}. */
    static final String COLUMNS = """
            d.message, d.site, d.provider, d.state, d.version, d.fence, d.attempt, d.tries, d.due_at, d.give_up_at, d.changed_at,
            d.recipients, d.size, d.attachments, d.source, d.from_domain, d.wanted, d.on_unknown, d.possible_duplicate,
            d.resend_used, d.chosen
            """;

    private DeliveryRows() {}

    static List<Delivery> read(RowSet<Row> rows) {
        List<Delivery> deliveries = new ArrayList<>(rows.size());
        for (Row row : rows) {
            deliveries.add(read(row));
        }
        return deliveries;
    }

    static Delivery read(Row row) {
        return new Delivery(
                new MessageId(row.getUUID("message")),
                new SiteId(row.getString("site")),
                row.getString("provider"),
                DispatchState.valueOf(upper(row.getString("state"))),
                row.getInteger("version"),
                row.getInteger("fence"),
                row.getInteger("attempt"),
                row.getInteger("tries"),
                instant(row, "due_at"),
                instant(row, "give_up_at"),
                instant(row, "changed_at"),
                new Recipients(row.getString("recipients")),
                row.getLong("size"),
                row.getInteger("attachments"),
                row.getString("source"),
                row.getString("from_domain"),
                row.getString("wanted"),
                OnUnknown.valueOf(upper(row.getString("on_unknown"))),
                row.getBoolean("possible_duplicate"),
                row.getBoolean("resend_used"),
                row.getString("chosen"));
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime atOrNull(@Nullable Instant instant) {
        return instant == null ? null : at(instant);
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
