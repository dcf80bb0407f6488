package io.asteris.platform.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list. {@code next_cursor} is there exactly when more may follow.
 *
 * @param total only where the caller asked for it; capped, and then not exact
 */
public record Page<T>(
        List<T> data,
        @Nullable String nextCursor,
        @Nullable Long total,
        @JsonProperty("total_is_exact") @Nullable Boolean totalIsExact) {

    public Page {
        data = List.copyOf(data);
    }

    /** A page without a total. */
    public static <T> Page<T> of(List<T> data, @Nullable String nextCursor) {
        return new Page<>(data, nextCursor, null, null);
    }
}
