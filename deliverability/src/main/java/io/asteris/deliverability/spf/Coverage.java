package io.asteris.deliverability.spf;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;

/** Whether ranges together contain others. */
final class Coverage {
    private Coverage() {}

    static boolean covers(List<Network> allowed, List<Network> needed) {
        return !needed.isEmpty() && needed.stream().allMatch(range -> covers(allowed, range));
    }

    private static boolean covers(List<Network> allowed, Network needed) {
        BigInteger next = needed.lowest();
        List<Network> ordered = allowed.stream()
                .filter(needed::sameFamily)
                .sorted(Comparator.comparing(Network::lowest))
                .toList();
        for (Network network : ordered) {
            if (network.lowest().compareTo(next) > 0) {
                return false;
            }
            next = next.max(network.highest().add(BigInteger.ONE));
            if (next.compareTo(needed.highest()) > 0) {
                return true;
            }
        }
        return false;
    }
}
