package io.asteris.log.search;

import java.util.List;

/**
 * A piece of SQL about table {@code entry}, with a question mark for each of its values.
 *
 * @param values what the question marks stand for, in a type that the database client binds
 */
record Condition(String sql, List<Object> values) {
    Condition {
        values = List.copyOf(values);
    }

    static Condition of(String sql, Object... values) {
        return new Condition(sql, List.of(values));
    }

    Condition negatedIf(boolean negated) {
        // A column that is null is not like anything, so it meets the negated condition.
        return negated ? new Condition("(" + sql + ") IS NOT TRUE", values) : this;
    }

    @Override
    public String toString() {
        return sql;
    }
}
