package io.asteris.log.entry;

import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.RecipientField;
import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.log.fold.Acceptance;
import io.asteris.log.fold.Fold;
import io.asteris.log.fold.History;
import io.asteris.log.fold.Standing;
import io.asteris.log.search.SearchText;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the database gives it, in octets: whoever reads a page takes the whole {@link #entry}, whoever writes a million to a
 * file takes the texts as they are.
 */
public final class StoredEntry {
    /** What is read of an entry; the fields stand in the order of the numbers below. */
    public static final String READ = """
            message,
            record_send(ROW(message, retention, recorded, site, kind, size, sensitive, source, insisted, resend_of, fields,
                            tags, metadata::text, sender, subject, addresses,
                            CASE WHEN addresses IS NULL THEN search END, attachments, facts)) AS octets""";

    private static final Map<String, MessageKind> KINDS = Arrays.stream(MessageKind.values())
            .collect(Collectors.toUnmodifiableMap(MessageKind::word, Function.identity()));

    private static final int OCTETS = 1;

    private static final int MESSAGE = 0;
    private static final int RETENTION = 1;
    private static final int RECORDED = 2;
    private static final int SITE = 3;
    private static final int KIND = 4;
    private static final int SIZE = 5;
    private static final int SENSITIVE = 6;
    private static final int SOURCE = 7;
    private static final int INSISTED = 8;
    private static final int RESEND_OF = 9;
    private static final int FIELDS = 10;
    private static final int TAGS = 11;
    private static final int METADATA = 12;
    private static final int SENDER = 13;
    private static final int SUBJECT = 14;
    private static final int ADDRESSES = 15;
    private static final int SEARCH = 16;
    private static final int ATTACHMENTS = 17;
    private static final int FACTS = 18;

    private final RowOctets row;
    private final MessageId message;

    StoredEntry(byte[] octets) {
        row = new RowOctets(octets);
        message = new MessageId(row.uuid(MESSAGE));
    }

    /** That of a row that begins with what {@link #READ} says. */
    public static StoredEntry of(Row row) {
        return new StoredEntry(row.getBuffer(OCTETS).getBytes());
    }

    /** The message it is about. */
    public MessageId message() {
        return message;
    }

    /** The site whose it is. */
    public Text site() {
        return row.text(SITE);
    }

    /** Display name and address; absent with all that names people. */
    public @Nullable Text sender() {
        return row.someText(SENDER);
    }

    /** The subject; absent where the sender is. */
    public @Nullable Text subject() {
        return row.someText(SUBJECT);
    }

    /** Where the message came from. */
    public Text source() {
        return row.text(SOURCE);
    }

    /** The caller's tags. */
    public List<Text> tags() {
        return row.texts(TAGS);
    }

    /** The caller's metadata as a JSON object of texts; absent when there is none. */
    public @Nullable Text metadata() {
        return row.someText(METADATA);
    }

    /** Octets of bodies and attachments, decoded. */
    public long size() {
        return row.number(SIZE);
    }

    /** The message that was sent again. */
    public @Nullable MessageId resendOf() {
        return row.has(RESEND_OF) ? new MessageId(row.uuid(RESEND_OF)) : null;
    }

    /** How many recipients there are. */
    public int recipients() {
        return row.text(FIELDS).length();
    }

    /** The field of the recipient at that position. */
    public RecipientField field(int position) {
        return switch (row.text(FIELDS).at(position)) {
            case 't' -> RecipientField.TO;
            case 'c' -> RecipientField.CC;
            case 'b' -> RecipientField.BCC;
            default -> throw new IllegalStateException("no field of a message");
        };
    }

    /** The addresses of the recipients, by position; empty where the sender is absent. */
    public List<Text> addresses() {
        if (!row.has(SENDER)) {
            return List.of();
        }
        if (row.has(ADDRESSES)) {
            return row.texts(ADDRESSES);
        }
        Text joined = row.text(SEARCH).behind(SearchText.AFTER_SUBJECT);
        return joined.isEmpty() ? List.of() : joined.split(SearchText.BETWEEN_ADDRESSES);
    }

    /** The attachments; empty where the sender is absent. */
    public List<AttachmentInfo> attachments() {
        return row.has(SENDER) && row.has(ATTACHMENTS)
                ? List.of(Json.read(row.text(ATTACHMENTS).copy(), AttachmentInfo[].class))
                : List.of();
    }

    /** How the message stands. */
    public Standing standing() {
        return Fold.of(history());
    }

    /** All that it says. */
    public Entry entry() {
        return new Entry(
                message,
                new SiteId(row.text(SITE).string()),
                Retention.ofDays(row.small(RETENTION)),
                row.flag(RECORDED),
                row.has(KIND) ? announcement() : null,
                row.has(SENDER) ? letter() : null,
                history());
    }

    private History history() {
        Optional<Acceptance> acceptance = row.has(KIND)
                ? Optional.of(new Acceptance(message.instant(), recipients(), string(INSISTED)))
                : Optional.empty();
        Text facts = row.text(FACTS);
        return History.read(message.instant(), acceptance, facts.octets(), facts.from(), facts.to());
    }

    private Announcement announcement() {
        return new Announcement(
                Objects.requireNonNull(KINDS.get(row.text(KIND).string()), "no kind of a message"),
                size(),
                row.flag(SENSITIVE),
                source().string(),
                string(INSISTED),
                resendOf(),
                fields(),
                strings(tags()),
                row.has(METADATA) ? Json.read(row.text(METADATA).copy(), Metadata.class) : Map.of());
    }

    private Letter letter() {
        return new Letter(row.text(SENDER).string(), row.text(SUBJECT).string(), strings(addresses()), attachments());
    }

    private List<RecipientField> fields() {
        var fields = new ArrayList<RecipientField>(recipients());
        for (int position = 0; position < recipients(); position++) {
            fields.add(field(position));
        }
        return fields;
    }

    private @Nullable String string(int field) {
        return row.has(field) ? row.text(field).string() : null;
    }

    private static List<String> strings(List<Text> texts) {
        return texts.stream().map(Text::string).toList();
    }

    private static final class Metadata extends LinkedHashMap<String, String> {}
}
