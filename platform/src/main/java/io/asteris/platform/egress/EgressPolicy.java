package io.asteris.platform.egress;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where the service may connect to on behalf of a site (RELIABILITY S6). Public addresses are open; private, loopback,
 * link-local, metadata and other special ranges are not, unless the operator named them ({@code asteris.egress.allow}). The
 * address judged must be the address connected to.
 */
public final class EgressPolicy {
    private static final AddressRange LINK_LOCAL = AddressRange.parse("169.254.0.0/16");
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.0/8", "::1/128");

    private final Set<String> hosts;
    private final List<AddressRange> ranges;

    private EgressPolicy(Set<String> hosts, List<AddressRange> ranges) {
        this.hosts = Set.copyOf(hosts);
        this.ranges = List.copyOf(ranges);
    }

    /**
     * Reads the operator's list: host names, IP addresses, CIDR ranges, or the word {@code loopback} for all of this machine.
     *
     * @throws IllegalArgumentException naming the entry that is none of these
     */
    public static EgressPolicy of(Collection<String> entries) {
        var hosts = new HashSet<String>();
        var ranges = new ArrayList<AddressRange>();
        for (String entry : entries) {
            String text = entry.strip().toLowerCase(Locale.ROOT);
            for (String each : text.equals("loopback") ? LOOPBACK : List.of(text)) {
                read(each, hosts, ranges);
            }
        }
        return new EgressPolicy(hosts, ranges);
    }

    private static void read(String entry, Set<String> hosts, List<AddressRange> ranges) {
        if (entry.isEmpty()) {
            return;
        }
        if (entry.indexOf('/') >= 0 || AddressRange.isAddress(entry)) {
            ranges.add(AddressRange.parse(entry));
        } else if (entry.matches("[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?")) {
            hosts.add(entry);
        } else {
            throw new IllegalArgumentException(
                    "asteris.egress.allow: \"" + entry + "\" is no host name, IP address or CIDR range");
        }
    }

    /** Whether that address, found under that host name, may be connected to. */
    public Verdict judge(String host, InetAddress address) {
        if (ranges.stream().anyMatch(range -> range.contains(address))) {
            return new Named();
        }
        // A name is the word of whoever runs its DNS; the metadata service must not be reachable by one.
        boolean named = hosts.contains(host.toLowerCase(Locale.ROOT))
                && !LINK_LOCAL.contains(address)
                && !address.isLinkLocalAddress();
        if (named) {
            return new Named();
        }
        return SpecialAddresses.kindOf(address)
                .<Verdict>map(kind -> new Refused(host + " is at a " + kind
                        + " address, which is not allowed. The operator can allow it in asteris.egress.allow."))
                .orElseGet(Public::new);
    }

    /** What the policy says of one address. */
    public sealed interface Verdict {}

    /** An address of the open internet: allowed, with every check on. */
    public record Public() implements Verdict {}

    /** Named by the operator: allowed, also in plain text and with a certificate that nobody vouches for. */
    public record Named() implements Verdict {}

    /** Not allowed, and why. */
    public record Refused(String reason) implements Verdict {}
}
