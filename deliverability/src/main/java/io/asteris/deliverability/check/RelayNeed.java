package io.asteris.deliverability.check;

import com.google.common.net.InetAddresses;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.deliverability.dns.Asking;
import io.asteris.deliverability.dns.Question;
import io.asteris.deliverability.dns.Reply;
import io.asteris.deliverability.preset.DomainFacts;
import io.asteris.deliverability.spf.SpfNeed;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Finds out whom SPF has to allow where the provider is a relay: the include that the owner named, else its addresses. */
final class RelayNeed {
    private static final String WHO = "the relay";

    private RelayNeed() {}

    static Uni<SpfNeed> of(Asking asking, ProviderChanged provider, DomainFacts facts) {
        if (facts.include() != null) {
            return Uni.createFrom().item(SpfNeed.include(WHO, facts.include()));
        }
        String host = provider.relay();
        if (host == null) {
            return unknown("The relay's host is not known.");
        }
        if (InetAddresses.isInetAddress(host)) {
            return Uni.createFrom().item(need(List.of(host)));
        }
        return Uni.combine()
                .all()
                .unis(
                        asking.ask(new Question(host, Question.Kind.A)),
                        asking.ask(new Question(host, Question.Kind.AAAA)))
                .with((v4, v6) -> {
                    if (v4 instanceof Reply.Unanswered || v6 instanceof Reply.Unanswered) {
                        return SpfNeed.unknown(WHO, "The relay's addresses could not be looked up.");
                    }
                    return need(Stream.concat(v4.found().stream(), v6.found().stream())
                            .toList());
                });
    }

    private static SpfNeed need(List<String> addresses) {
        List<String> open = addresses.stream()
                .filter(text -> isPublic(InetAddresses.forString(text)))
                .toList();
        return open.isEmpty()
                ? SpfNeed.unknown(
                        WHO,
                        "The relay has no public address, so nobody can know from where its mail comes; name its include"
                                + " (PUT /dns-check/settings).")
                : SpfNeed.addresses(WHO, open);
    }

    private static boolean isPublic(InetAddress address) {
        boolean uniqueLocal = address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
        return !(address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || uniqueLocal);
    }

    private static Uni<SpfNeed> unknown(String reason) {
        return Uni.createFrom().item(SpfNeed.unknown(WHO, reason));
    }
}
