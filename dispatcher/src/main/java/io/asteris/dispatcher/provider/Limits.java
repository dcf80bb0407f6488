package io.asteris.dispatcher.provider;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much an account at a provider takes; what is null has no bound.
 *
 * @param perSecond messages in any second
 * @param perMinute messages in any minute
 * @param perDay messages in any 24 hours
 * @param atOnce calls under way
 */
public record Limits(
        @Nullable Integer perSecond,
        @Nullable Integer perMinute,
        @Nullable Integer perDay,
        @Nullable Integer atOnce) {
    /** No bound at all. */
    public static final Limits NONE = new Limits(null, null, null, null);

    /** More than any provider takes. */
    public static final int MOST = 100_000_000;

    /** These, and those others where these say nothing. */
    public Limits or(Limits others) {
        return new Limits(
                perSecond == null ? others.perSecond : perSecond,
                perMinute == null ? others.perMinute : perMinute,
                perDay == null ? others.perDay : perDay,
                atOnce == null ? others.atOnce : atOnce);
    }

    /** Whether nothing is bounded. */
    public boolean isNone() {
        return named().isEmpty();
    }

    /** The bounds that there are, by the names they have in the API. */
    public Map<String, Integer> named() {
        Map<String, Integer> named = new TreeMap<>();
        put(named, "per_second", perSecond);
        put(named, "per_minute", perMinute);
        put(named, "per_day", perDay);
        put(named, "at_once", atOnce);
        return named;
    }

    private static void put(Map<String, Integer> named, String name, @Nullable Integer bound) {
        if (bound != null) {
            named.put(name, bound);
        }
    }
}
