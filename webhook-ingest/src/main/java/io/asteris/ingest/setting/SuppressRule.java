package io.asteris.ingest.setting;

import io.asteris.contract.event.SuppressionChanged.Reason;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a site wants to follow from reports.
 *
 * @param afterHardBounces with how many hard bounces an address joins the list
 * @param reasons the reasons for which a report puts an address on the list at all
 */
public record SuppressRule(int afterHardBounces, Set<Reason> reasons) {
    /** One hard bounce is final, as providers see it. */
    public static final SuppressRule DEFAULTS =
            new SuppressRule(1, EnumSet.of(Reason.BOUNCE, Reason.COMPLAINT, Reason.UNSUBSCRIBE, Reason.INVALID));

    public SuppressRule {
        reasons = Set.copyOf(reasons);
    }
}
