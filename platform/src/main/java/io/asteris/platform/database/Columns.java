package io.asteris.platform.database;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Turns rows into the arrays of an {@code unnest}, one a column. */
public final class Columns {
    private Columns() {}

    /** One column of the rows; an absent value stays null there. */
    @SuppressWarnings("NullAway") // arrays for SQL hold nulls, which the type of an array cannot say
    public static <R, T> T[] column(List<R> rows, IntFunction<T[]> array, Function<R, @Nullable T> value) {
        T[] column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }
}
