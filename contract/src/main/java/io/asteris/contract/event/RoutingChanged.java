package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.asteris.contract.SiteId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site's choice of providers changed: {@code routing.changed.v1}.
 *
 * @param defaultProvider absent as long as the site has no provider
 * @param fallbacks names in the order in which they are asked
 */
public record RoutingChanged(
        SiteId site,
        @JsonProperty("default") @Nullable String defaultProvider,
        List<String> fallbacks,
        List<Rule> rules)
        implements Event {

    public RoutingChanged {
        fallbacks = List.copyOf(fallbacks);
        rules = List.copyOf(rules);
    }

    @Override
    public String key() {
        return site + "/routing/routing";
    }

    /** Mail of that source or From domain takes that provider; the first rule that fits wins. */
    public record Rule(@Nullable String source, @Nullable String fromDomain, String provider) {}
}
