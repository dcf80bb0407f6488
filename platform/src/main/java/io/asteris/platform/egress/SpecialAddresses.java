package io.asteris.platform.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The addresses that are no place of the open internet (IANA special-purpose registries, RFC 6890). */
final class SpecialAddresses {
    private static final Map<AddressRange, String> KINDS = new LinkedHashMap<>();

    static {
        add("loopback", "127.0.0.0/8", "::1/128");
        add("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");
        add("link-local", "169.254.0.0/16", "fe80::/10");
        add("multicast", "224.0.0.0/4", "ff00::/8");
        add(
                "reserved",
                "0.0.0.0/8",
                "192.0.0.0/24",
                "192.0.2.0/24",
                "192.88.99.0/24",
                "198.18.0.0/15",
                "198.51.100.0/24",
                "203.0.113.0/24",
                "240.0.0.0/4",
                "2001::/23",
                "2001:db8::/32",
                "3fff::/20");
    }

    private static final AddressRange GLOBAL_V6 = AddressRange.parse("2000::/3");
    private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");
    private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");

    private SpecialAddresses() {}

    /** The kind of special address, in a word; empty for an address of the open internet. */
    static Optional<String> kindOf(InetAddress address) {
        for (Map.Entry<AddressRange, String> kind : KINDS.entrySet()) {
            if (kind.getKey().contains(address)) {
                return Optional.of(kind.getValue());
            }
        }
        if (address instanceof Inet4Address) {
            return Optional.empty();
        }
        // An IPv4 address inside an IPv6 one leads to where the IPv4 address leads.
        if (SIX_TO_FOUR.contains(address)) {
            return kindOf(embedded(address, 2));
        }
        if (NAT64.contains(address)) {
            return kindOf(embedded(address, 12));
        }
        return GLOBAL_V6.contains(address) ? Optional.empty() : Optional.of("reserved");
    }

    private static InetAddress embedded(InetAddress address, int at) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), at, at + 4));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four octets are an IPv4 address", impossible);
        }
    }

    private static void add(String kind, String... ranges) {
        for (String range : ranges) {
            KINDS.put(AddressRange.parse(range), kind);
        }
    }
}
