package io.asteris.dispatcher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.event.RoutingChanged.Rule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final Routing ROUTING = new Routing(
            "main",
            List.of("spare"),
            List.of(
                    new Rule("woocommerce", "shop.example", "both"),
                    new Rule("woocommerce", null, "orders"),
                    new Rule(null, "news.example", "news")));

    @Test
    void theFirstRuleThatFitsWins() {
        assertThat(ROUTING.providerFor("woocommerce", "shop.example", null)).contains("both");
        assertThat(ROUTING.providerFor("woocommerce", "news.example", null)).contains("orders");
        assertThat(ROUTING.providerFor("core", "News.Example", null)).contains("news");
    }

    @Test
    void theDefaultTakesTheRest() {
        assertThat(ROUTING.providerFor("core", "shop.example", null)).contains("main");
    }

    @Test
    void theCallersWordWinsOverAll() {
        assertThat(ROUTING.providerFor("woocommerce", "shop.example", "spare")).contains("spare");
    }

    @Test
    void aSiteWithoutAProviderHasNoWayOut() {
        assertThat(Routing.NONE.providerFor("core", "shop.example", null)).isEmpty();
    }

    @Test
    void aDetourTakesTheChosenOneFirstAndThenTheFallbacksInTheirOrder() {
        var routing = new Routing("main", List.of("spare", "third"), List.of());

        assertThat(routing.detour("main", "main", Set.of("spare", "third"))).contains("spare");
        assertThat(routing.detour("main", "main", Set.of("main", "third"))).contains("third");
        assertThat(routing.detour("main", "spare", Set.of("main", "third"))).contains("main");
        assertThat(routing.detour("main", "main", Set.of("main"))).isEmpty();
    }

    @Test
    void aProviderIsInUseWhereverItIsNamed() {
        assertThat(List.of("main", "spare", "both", "orders", "news")).allMatch(ROUTING::uses);
        assertThat(ROUTING.uses("other")).isFalse();
    }
}
