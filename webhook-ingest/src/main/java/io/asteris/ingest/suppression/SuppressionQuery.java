package io.asteris.ingest.suppression;

import io.asteris.platform.http.Cursor;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.Paging;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a page of the list is asked for.
 *
 * @param text what an address has to contain; empty for all
 * @param after the last row of the page before
 * @param counted whether a total is wanted
 */
record SuppressionQuery(String text, @Nullable Place after, int limit, boolean counted) {
    private static final Set<String> KNOWN = Set.of("q", "limit", "cursor", "count");
    private static final int LONGEST = 320;

    /** The index knows groups of three letters. */
    private static final int SHORTEST_INDEXED = 3;

    /** A place in the list, newest first. */
    record Place(Instant createdAt, String canonical) {
        static Place of(Suppression row) {
            return new Place(row.createdAt(), row.canonical());
        }

        String cursor() {
            return Cursor.of(createdAt.toString(), canonical);
        }

        private static Place read(String cursor) {
            List<String> values = Cursor.read(cursor, 2);
            try {
                return new Place(Instant.parse(values.getFirst()), values.getLast());
            } catch (DateTimeException foreign) {
                throw Cursor.foreign();
            }
        }

        @Override
        public String toString() {
            return "place at " + createdAt;
        }
    }

    /** Reads it from the parameters of the URI; one that is not known here is refused. */
    static SuppressionQuery read(MultivaluedMap<String, String> parameters) {
        List<FieldError> unknown = parameters.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .sorted()
                .map(name -> new FieldError("?" + name, "this parameter is not known here"))
                .toList();
        if (!unknown.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "A parameter is not known here.").with(unknown);
        }
        String cursor = only(parameters, "cursor");
        return new SuppressionQuery(
                text(only(parameters, "q")),
                cursor == null ? null : Place.read(cursor),
                Paging.limit(only(parameters, "limit")),
                flag(only(parameters, "count")));
    }

    /** Whether an index can tell what is looked for. */
    boolean hasIndex() {
        return text.length() >= SHORTEST_INDEXED;
    }

    private static @Nullable String only(MultivaluedMap<String, String> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ProblemException.invalid("?" + name, name + " stands more than once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static String text(@Nullable String given) {
        String text = given == null ? "" : given.strip().toLowerCase(Locale.ROOT);
        if (text.length() > LONGEST || text.indexOf(0) >= 0) {
            throw ProblemException.invalid("?q", "q is a part of an address, at most " + LONGEST + " characters");
        }
        return text;
    }

    private static boolean flag(@Nullable String text) {
        return switch (text) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default -> throw ProblemException.invalid("?count", "count is true or false");
        };
    }

    @Override
    public String toString() {
        return "query of the list";
    }
}
