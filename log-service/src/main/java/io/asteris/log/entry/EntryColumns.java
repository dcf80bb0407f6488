package io.asteris.log.entry;

import static io.asteris.platform.database.Columns.column;

import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.RecipientField;
import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.log.fold.Acceptance;
import io.asteris.log.fold.History;
import io.asteris.log.search.SearchText;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one place that knows how an {@link Entry} lies in the columns of table {@code entry}, both ways. */
public final class EntryColumns {
    /**
     * The columns that {@link #readSeen} wants of what a site may see, in the order of the numbers below: a row looks for a name from
     * column to column.
     */
    static final String SEEN = """
            message, retention, kind, size, sensitive, source, insisted, resend_of, fields, tags,
            metadata::text AS metadata, sender, subject, addresses,
            CASE WHEN addresses IS NULL THEN search END AS search, attachments::text AS attachments, facts""";

    /** The columns that {@link #read} wants. */
    public static final String READ = SEEN + ", recorded, site";

    /** Parameters $1 to $23 as a table {@code r}, one row an entry, with the columns' names and types. */
    public static final String ROWS = """
            SELECT message, retention, recorded, attention, site, status, kind, size, provider, insisted, source,
                   resend_of, fields,
                   CASE WHEN tags IS NOT NULL THEN ARRAY(SELECT json_array_elements_text(tags::json)) END AS tags,
                   metadata::jsonb AS metadata, sender, subject, string_to_array(addresses, E'\\n') AS addresses,
                   attachments::json AS attachments, search, facts, closed, sensitive
            FROM unnest($1::uuid[], $2::smallint[], $3::boolean[], $4::boolean[], $5::text[], $6::text[], $7::text[],
                        $8::bigint[], $9::text[], $10::text[], $11::text[], $12::uuid[], $13::text[], $14::text[],
                        $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::bytea[],
                        $22::boolean[], $23::boolean[])
                 AS given (message, retention, recorded, attention, site, status, kind, size, provider, insisted,
                           source, resend_of, fields, tags, metadata, sender, subject, addresses, attachments,
                           search, facts, closed, sensitive)""";

    private static final Map<String, MessageKind> KINDS = Arrays.stream(MessageKind.values())
            .collect(Collectors.toUnmodifiableMap(MessageKind::word, Function.identity()));

    private static final int MESSAGE = 0;
    private static final int RETENTION = 1;
    private static final int KIND = 2;
    private static final int SIZE = 3;
    private static final int SENSITIVE = 4;
    private static final int SOURCE = 5;
    private static final int INSISTED = 6;
    private static final int RESEND_OF = 7;
    private static final int FIELDS = 8;
    private static final int TAGS = 9;
    private static final int METADATA = 10;
    private static final int SENDER = 11;
    private static final int SUBJECT = 12;
    private static final int ADDRESSES = 13;
    private static final int SEARCH = 14;
    private static final int ATTACHMENTS = 15;
    private static final int FACTS = 16;
    private static final int RECORDED = 17;
    private static final int SITE = 18;

    private EntryColumns() {}

    /** The entries as the parameters of {@link #ROWS}. */
    public static Tuple write(List<Entry> entries) {
        List<Stored> rows = entries.stream().map(Stored::of).toList();
        return Tuple.tuple()
                .addArrayOfUUID(
                        column(entries, UUID[]::new, entry -> entry.message().value()))
                .addArrayOfShort(column(entries, Short[]::new, entry ->
                        (short) entry.retention().days()))
                .addArrayOfBoolean(column(entries, Boolean[]::new, Entry::recorded))
                .addArrayOfBoolean(column(rows, Boolean[]::new, Stored::attention))
                .addArrayOfString(
                        column(entries, String[]::new, entry -> entry.site().value()))
                .addArrayOfString(column(rows, String[]::new, Stored::status))
                .addArrayOfString(
                        said(entries, String[]::new, said -> said.kind().word()))
                .addArrayOfLong(said(entries, Long[]::new, Announcement::size))
                .addArrayOfString(column(rows, String[]::new, Stored::provider))
                .addArrayOfString(said(entries, String[]::new, Announcement::provider))
                .addArrayOfString(said(entries, String[]::new, Announcement::source))
                .addArrayOfUUID(said(entries, UUID[]::new, EntryColumns::resendOf))
                .addArrayOfString(said(entries, String[]::new, said -> letters(said.fields())))
                .addArrayOfString(said(
                        entries,
                        String[]::new,
                        said -> json(said.tags(), said.tags().isEmpty())))
                .addArrayOfString(said(
                        entries,
                        String[]::new,
                        said -> json(said.metadata(), said.metadata().isEmpty())))
                .addArrayOfString(written(entries, Letter::sender))
                .addArrayOfString(written(entries, Letter::subject))
                .addArrayOfString(column(rows, String[]::new, Stored::addresses))
                .addArrayOfString(written(
                        entries,
                        letter ->
                                json(letter.attachments(), letter.attachments().isEmpty())))
                .addArrayOfString(column(rows, String[]::new, Stored::search))
                .addValue(column(
                        entries,
                        Buffer[]::new,
                        entry -> Buffer.buffer(
                                entry.history().packed(entry.message().instant()))))
                .addArrayOfBoolean(column(rows, Boolean[]::new, Stored::closed))
                .addArrayOfBoolean(said(entries, Boolean[]::new, said -> said.sensitive() ? Boolean.TRUE : null));
    }

    /** The entry of a row that begins with the columns {@link #READ}. */
    public static Entry read(Row row) {
        return read(row, new SiteId(row.getString(SITE)), row.getBoolean(RECORDED));
    }

    /** The entry of a row that begins with the columns {@link #SEEN}, and that this site may see. */
    static Entry readSeen(Row row, SiteId site) {
        return read(row, site, true);
    }

    private static Entry read(Row row, SiteId site, boolean recorded) {
        var message = message(row);
        @Nullable Announcement announcement = announcement(row);
        Optional<Acceptance> acceptance = Optional.ofNullable(announcement).map(said -> said.fact(message));
        return new Entry(
                message,
                site,
                Retention.ofDays(row.getShort(RETENTION)),
                recorded,
                announcement,
                letter(row),
                History.read(message.instant(), acceptance, row.getBuffer(FACTS).getBytes()));
    }

    /** The message of such a row. */
    static MessageId message(Row row) {
        return new MessageId(row.getUUID(MESSAGE));
    }

    private static @Nullable Announcement announcement(Row row) {
        String kind = row.getString(KIND);
        if (kind == null) {
            return null;
        }
        String[] tags = row.getArrayOfStrings(TAGS);
        UUID resendOf = row.getUUID(RESEND_OF);
        return new Announcement(
                Objects.requireNonNull(KINDS.get(kind), "no kind of a message"),
                row.getLong(SIZE),
                Boolean.TRUE.equals(row.getBoolean(SENSITIVE)),
                row.getString(SOURCE),
                row.getString(INSISTED),
                resendOf == null ? null : new MessageId(resendOf),
                fields(row.getString(FIELDS)),
                tags == null ? List.of() : List.of(tags),
                metadata(row.getString(METADATA)));
    }

    private static @Nullable Letter letter(Row row) {
        String sender = row.getString(SENDER);
        if (sender == null) {
            return null;
        }
        return new Letter(sender, row.getString(SUBJECT), addresses(row), attachments(row.getString(ATTACHMENTS)));
    }

    /** The addresses, unless {@code search} says the same. */
    private static @Nullable String addresses(Letter letter, String search) {
        boolean told = SearchText.addresses(search).equals(letter.addresses());
        return told ? null : String.join("\n", letter.addresses());
    }

    private static List<String> addresses(Row row) {
        String[] addresses = row.getArrayOfStrings(ADDRESSES);
        return addresses == null ? SearchText.addresses(row.getString(SEARCH)) : List.of(addresses);
    }

    private static List<AttachmentInfo> attachments(@Nullable String json) {
        return json == null ? List.of() : List.of(Json.read(utf8(json), AttachmentInfo[].class));
    }

    private static Map<String, String> metadata(@Nullable String json) {
        return json == null ? Map.of() : Json.read(utf8(json), Metadata.class);
    }

    private static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String json(Object value, boolean isEmpty) {
        return isEmpty ? null : new String(Json.write(value), StandardCharsets.UTF_8);
    }

    private static @Nullable UUID resendOf(Announcement said) {
        MessageId original = said.resendOf();
        return original == null ? null : original.value();
    }

    private static String letters(List<RecipientField> fields) {
        return fields.stream().map(field -> field.word().substring(0, 1)).collect(Collectors.joining());
    }

    private static List<RecipientField> fields(String letters) {
        var fields = new RecipientField[letters.length()];
        for (int position = 0; position < fields.length; position++) {
            fields[position] = field(letters.charAt(position));
        }
        return List.of(fields);
    }

    private static RecipientField field(char letter) {
        return switch (letter) {
            case 't' -> RecipientField.TO;
            case 'c' -> RecipientField.CC;
            case 'b' -> RecipientField.BCC;
            default -> throw new IllegalStateException("no field of a message: " + letter);
        };
    }

    private static <T> T[] said(List<Entry> rows, IntFunction<T[]> array, Function<Announcement, @Nullable T> value) {
        return column(rows, array, entry -> {
            var announcement = entry.announcement();
            return announcement == null ? null : value.apply(announcement);
        });
    }

    private static String[] written(List<Entry> rows, Function<Letter, @Nullable String> value) {
        return column(rows, String[]::new, entry -> {
            var letter = entry.letter();
            return letter == null ? null : value.apply(letter);
        });
    }

    private static final class Metadata extends LinkedHashMap<String, String> {}

    /** The columns that are worked out: from the facts, and from what is searched. */
    private record Stored(
            String status,
            boolean attention,
            boolean closed,
            @Nullable String provider,
            @Nullable String search,
            @Nullable String addresses) {
        static Stored of(Entry entry) {
            var standing = entry.standing();
            var letter = entry.letter();
            String search = letter == null ? "" : letter.search();
            return new Stored(
                    standing.status().word(),
                    standing.status().needsAttention(),
                    entry.isClosed(),
                    standing.provider(),
                    letter == null ? null : search,
                    letter == null ? null : EntryColumns.addresses(letter, search));
        }
    }
}
