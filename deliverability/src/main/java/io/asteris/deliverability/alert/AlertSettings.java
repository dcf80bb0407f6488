package io.asteris.deliverability.alert;

import io.asteris.contract.event.Alert.Cause;
import io.asteris.deliverability.channel.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By what a site is alerted, and whom.
 *
 * @param rules one of each kind
 * @param recipient null for the site's admin
 * @param channels in the order in which they are tried
 */
public record AlertSettings(List<Rule> rules, @Nullable String recipient, List<Channel> channels) {
    /** What holds for a site that set nothing. */
    static final AlertSettings DEFAULTS = new AlertSettings(Rule.DEFAULTS, null, List.of(Channel.EMAIL));

    public AlertSettings {
        rules = List.copyOf(rules);
        channels = List.copyOf(channels);
    }

    /** The rule of that kind. */
    public Rule rule(Cause kind) {
        return rules.stream().filter(rule -> rule.kind() == kind).findFirst().orElseGet(() -> Rule.standard(kind));
    }

    /** Leaves the address out. */
    @Override
    public String toString() {
        return "AlertSettings" + rules;
    }
}
