package io.asteris.log.entry;

import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes of an entry what the database gives of it, as PostgreSQL's {@code record_send} does. */
public final class StoredEntries {
    private static final int FIELDS = 19;
    private static final int TYPE = 0;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(octets);

    private StoredEntries() {}

    /** That entry, its addresses in a column of their own. */
    public static StoredEntry of(Entry entry) {
        var stored = new StoredEntries();
        try {
            stored.write(entry);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new StoredEntry(stored.octets.toByteArray());
    }

    private void write(Entry entry) throws IOException {
        @Nullable Announcement said = entry.announcement();
        @Nullable Letter letter = entry.letter();
        out.writeInt(FIELDS);
        field(uuid(entry.message().value()));
        field(ByteBuffer.allocate(2).putShort((short) entry.retention().days()).array());
        field(flag(entry.recorded()));
        field(utf8(entry.site().value()));
        field(said == null ? null : utf8(said.kind().word()));
        field(said == null ? null : number(said.size()));
        field(said == null || !said.sensitive() ? null : flag(true));
        field(said == null ? null : utf8(said.source()));
        field(said == null ? null : utf8(said.provider()));
        @Nullable MessageId original = said == null ? null : said.resendOf();
        field(original == null ? null : uuid(original.value()));
        field(said == null ? null : letters(said.fields()));
        field(said == null || said.tags().isEmpty() ? null : array(said.tags()));
        field(said == null || said.metadata().isEmpty() ? null : object(said.metadata()));
        field(letter == null ? null : utf8(letter.sender()));
        field(letter == null ? null : utf8(letter.subject()));
        field(letter == null ? null : array(letter.addresses()));
        field(null);
        field(letter == null || letter.attachments().isEmpty() ? null : Json.write(letter.attachments()));
        field(entry.history().packed(entry.message().instant()));
    }

    private void field(byte @Nullable [] value) throws IOException {
        out.writeInt(TYPE);
        out.writeInt(value == null ? -1 : value.length);
        if (value != null) {
            out.write(value);
        }
    }

    private static byte[] array(List<String> texts) throws IOException {
        var octets = new ByteArrayOutputStream();
        var array = new DataOutputStream(octets);
        array.writeInt(texts.isEmpty() ? 0 : 1);
        array.writeInt(0);
        array.writeInt(TYPE);
        if (!texts.isEmpty()) {
            array.writeInt(texts.size());
            array.writeInt(1);
        }
        for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            array.writeInt(utf8.length);
            array.write(utf8);
        }
        return octets.toByteArray();
    }

    /** With the spaces that PostgreSQL has between names and values. */
    private static byte @Nullable [] object(Map<String, String> texts) {
        return utf8(texts.entrySet().stream()
                .map(text -> json(text.getKey()) + ": " + json(text.getValue()))
                .collect(Collectors.joining(", ", "{", "}")));
    }

    private static String json(String text) {
        return new String(Json.write(text), StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] letters(List<RecipientField> fields) {
        return utf8(fields.stream().map(field -> field.word().substring(0, 1)).collect(Collectors.joining()));
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] flag(boolean is) {
        return new byte[] {(byte) (is ? 1 : 0)};
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte[] uuid(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
