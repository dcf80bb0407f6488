package io.asteris.log.entry;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a row that PostgreSQL's {@code record_send} made one value of: a client takes one object of it instead of one a field,
 * and nobody makes objects of what nobody asks for.
 *
 * <pre>
 *   row   = how many fields, field ...
 *   field = its type, how many octets follow or -1 where it is null, they as the type's own send function gives them
 *   array = how many dimensions, whether it has nulls, the type; how many elements and the first index; element ...
 * </pre>
 */
final class RowOctets {
    private static final int ABSENT = -1;

    private final byte[] octets;
    private final ByteBuffer numbers;
    private final int[] from;
    private final int[] to;

    RowOctets(byte[] octets) {
        this.octets = octets;
        numbers = ByteBuffer.wrap(octets);
        int count = numbers.getInt(0);
        from = new int[count];
        to = new int[count];
        int at = Integer.BYTES;
        for (int field = 0; field < count; field++) {
            int length = numbers.getInt(at + Integer.BYTES);
            at += 2 * Integer.BYTES;
            from[field] = length == ABSENT ? ABSENT : at;
            at += Math.max(length, 0);
            to[field] = at;
        }
    }

    boolean has(int field) {
        return from[field] != ABSENT;
    }

    boolean flag(int field) {
        return has(field) && octets[from[field]] != 0;
    }

    short small(int field) {
        return numbers.getShort(from[field]);
    }

    long number(int field) {
        return numbers.getLong(from[field]);
    }

    UUID uuid(int field) {
        return new UUID(numbers.getLong(from[field]), numbers.getLong(from[field] + Long.BYTES));
    }

    /** A text, or the octets of a {@code bytea}. */
    Text text(int field) {
        return new Text(octets, from[field], to[field]);
    }

    @Nullable
    Text someText(int field) {
        return has(field) ? text(field) : null;
    }

    /** An array of texts; empty where it is absent. */
    List<Text> texts(int field) {
        if (!has(field) || numbers.getInt(from[field]) == 0) {
            return List.of();
        }
        int count = numbers.getInt(from[field] + 3 * Integer.BYTES);
        var texts = new ArrayList<Text>(count);
        int at = from[field] + 5 * Integer.BYTES;
        while (texts.size() < count) {
            int begin = at + Integer.BYTES;
            at = begin + numbers.getInt(at);
            texts.add(new Text(octets, begin, at));
        }
        return texts;
    }
}
