package io.asteris.deliverability.alert;

import io.asteris.contract.event.Alert.Cause;
import io.asteris.platform.http.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When one kind of trouble is worth an alert.
 *
 * @param threshold more than that alerts: sends, messages, percent, by the kind; for {@code quiet} fewer than that percentage of the
 *     usual does
 * @param window how far back is counted
 * @param minimum least volume below which a rate says nothing; 0 where the kind has no rate
 * @param coolDown how long an alert stays open at least, so that none repeats itself
 */
public record Rule(Cause kind, BigDecimal threshold, Duration window, boolean enabled, int minimum, Duration coolDown) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);
    private static final int MOST_DIGITS = 6;

    /** What holds where nobody set anything. */
    static final List<Rule> DEFAULTS = List.of(
            standard(Cause.FAILED_SENDS, 10, HOUR, true, 0, HOUR),
            standard(Cause.BOUNCE_RATE, 5, LONGEST, true, 50, HOUR),
            standard(Cause.COMPLAINT_RATE, 0.3, LONGEST, true, 50, HOUR),
            standard(Cause.DNS_DRIFT, 0, HOUR, true, 0, HOUR),
            standard(Cause.AUTHORISE, 0, HOUR, true, 0, HOUR),
            standard(Cause.PROVIDER_SILENT, 5, Duration.ofHours(6), true, 0, HOUR),
            standard(Cause.QUEUE_AGE, 0, Duration.ofMinutes(15), true, 0, HOUR),
            standard(Cause.QUIET, 20, LONGEST, true, 20, HOUR),
            standard(Cause.DEAD_LETTERS, 0, HOUR, true, 0, LONGEST),
            standard(Cause.UNKNOWN_OUTCOME, 0, HOUR, true, 0, HOUR),
            standard(Cause.FORGED_REPORT, 0, HOUR, true, 0, LONGEST));

    /** Whole numbers are written as such. */
    public Rule {
        BigDecimal plain = threshold.stripTrailingZeros();
        threshold = plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    private static Rule standard(
            Cause kind, double threshold, Duration window, boolean enabled, int minimum, Duration coolDown) {
        return new Rule(kind, BigDecimal.valueOf(threshold), window, enabled, minimum, coolDown);
    }

    /** The threshold to compare with. */
    double limit() {
        return threshold.doubleValue();
    }

    /** The rule of a kind where nobody set one. */
    static Rule standard(Cause kind) {
        return DEFAULTS.stream().filter(rule -> rule.kind() == kind).findFirst().orElseThrow();
    }

    /** What a caller puts: what is absent takes its default. */
    record Wanted(
            @Nullable String kind,
            @Nullable BigDecimal threshold,
            @Nullable Duration window,
            @Nullable Boolean enabled,
            @Nullable Integer minimum,
            @Nullable Duration coolDown) {

        Rule complete(String pointer) {
            Cause known = Arrays.stream(Cause.values())
                    .filter(cause -> cause.word().equals(kind))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.invalid(pointer + "/kind", "this kind of alert is not known"));
            Rule standard = standard(known);
            checkThreshold(pointer);
            var rule = new Rule(
                    known,
                    threshold == null ? standard.threshold() : threshold,
                    window == null ? standard.window() : window,
                    enabled == null ? standard.enabled() : enabled,
                    minimum == null ? standard.minimum() : minimum,
                    coolDown == null ? standard.coolDown() : coolDown);
            check(pointer, rule);
            return rule;
        }

        private void checkThreshold(String pointer) {
            boolean wrong = threshold != null
                    && (threshold.signum() < 0 || threshold.compareTo(MOST) > 0 || threshold.scale() > MOST_DIGITS);
            if (wrong) {
                throw ProblemException.invalid(
                        pointer + "/threshold", "threshold is a number from 0 to 1,000,000 with at most six decimals");
            }
        }

        private static void check(String pointer, Rule rule) {
            if (isOutside(rule.window())) {
                throw ProblemException.invalid(pointer + "/window", "window is from PT1M to PT24H");
            }
            if (rule.coolDown().isNegative() || rule.coolDown().compareTo(Duration.ofDays(7)) > 0) {
                throw ProblemException.invalid(pointer + "/cool_down", "cool_down is from PT0S to PT168H");
            }
            if (rule.minimum() < 0) {
                throw ProblemException.invalid(pointer + "/minimum", "minimum is 0 or more");
            }
        }

        private static boolean isOutside(Duration window) {
            return window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0;
        }
    }
}
