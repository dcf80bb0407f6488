package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import io.asteris.log.fold.Status;
import io.asteris.platform.http.Cursor;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.Paging;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a list is asked for from the parameters of its URI, strictly: none is ignored. */
final class ListQuery {
    private static final Set<String> KNOWN = Set.of("limit", "cursor", "count", "status");

    /** Parameters of the search, which is another step. */
    private static final Set<String> SEARCH = Set.of(
            "q",
            "to",
            "subject",
            "before",
            "after",
            "from",
            "from-plugin",
            "provider",
            "tag",
            "id",
            "has",
            "search_body");

    private ListQuery() {}

    /**
     * The query.
     *
     * @throws ProblemException {@code 422} for an unknown parameter or a bad value, {@code 501} for one of the search
     */
    static EntryStore.Query read(MultivaluedMap<String, String> parameters) {
        refuseUnknown(parameters);
        return new EntryStore.Query(
                statuses(only(parameters, "status")),
                before(only(parameters, "cursor")),
                Paging.limit(only(parameters, "limit")),
                flag(only(parameters, "count")));
    }

    /** The cursor that {@link #read} takes for the page after this entry. */
    static String cursor(MessageId last) {
        return Cursor.of(last.text());
    }

    private static void refuseUnknown(MultivaluedMap<String, String> parameters) {
        List<FieldError> unknown = parameters.keySet().stream()
                .filter(name -> !KNOWN.contains(name) && !SEARCH.contains(name))
                .sorted()
                .map(name -> new FieldError("?" + name, "this parameter is not known here"))
                .toList();
        if (!unknown.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "A parameter is not known here.").with(unknown);
        }
        parameters.keySet().stream()
                .filter(SEARCH::contains)
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new ProblemException(
                            ProblemType.NOT_IMPLEMENTED,
                            "Searching the log is not built yet, so ?" + name
                                    + " finds nothing; page through it, or use ?status=.");
                });
    }

    private static @Nullable String only(MultivaluedMap<String, String> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ProblemException.invalid("?" + name, name + " stands more than once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static Set<Status> statuses(@Nullable String word) {
        if (word == null) {
            return Set.of();
        }
        return Status.named(word)
                .map(Status::found)
                .orElseThrow(() -> ProblemException.invalid(
                        "?status",
                        "status is one of "
                                + Arrays.stream(Status.values())
                                        .map(Status::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static @Nullable MessageId before(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        return MessageId.parse(Cursor.read(cursor, 1).getFirst()).orElseThrow(Cursor::foreign);
    }

    private static boolean flag(@Nullable String text) {
        return switch (text) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default -> throw ProblemException.invalid("?count", "count is true or false");
        };
    }
}
