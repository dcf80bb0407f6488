package io.asteris.dispatcher.delivery;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.dispatcher.state.Dispatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells of messages of which nobody will ever know whether they were sent: one alert a site for all that were given up together. */
final class UnknownOutcomes {
    private UnknownOutcomes() {}

    static List<AlertEvent.Raised> alerts(List<Transition> steps, Instant now) {
        Map<SiteId, Long> unknown = steps.stream()
                .filter(step -> step.to() instanceof Dispatch.Unknown)
                .collect(Collectors.groupingBy(step -> step.from().site(), Collectors.counting()));
        return unknown.entrySet().stream()
                .map(site -> new AlertEvent.Raised(new Alert(
                        site.getKey(),
                        Alert.Cause.UNKNOWN_OUTCOME,
                        Alert.Severity.WARNING,
                        now,
                        now,
                        site.getValue(),
                        "A provider gave no answer and no sign that it took the mail; it may or may not have been sent.",
                        null)))
                .toList();
    }
}
