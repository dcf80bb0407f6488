package io.asteris.platform.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A range of IP addresses in CIDR form (RFC 4632, RFC 4291 2.3), and what tells an address from a name. */
public final class AddressRange {
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads {@code address/bits}, or an address alone for itself.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!isAddress(address)) {
            throw new IllegalArgumentException("asteris.egress.allow: \"" + text + "\" is no CIDR range");
        }
        byte[] network = octets(address);
        int most = network.length * 8;
        int bits = slash < 0 ? most : prefix(text, text.substring(slash + 1), most);
        return new AddressRange(network, bits);
    }

    /** Whether the text is an IP address, so that reading it asks no DNS. */
    public static boolean isAddress(String text) {
        return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
    }

    boolean contains(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(octets, 0, whole, network, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || (octets[whole] ^ network[whole]) >> (8 - rest) == 0;
    }

    private static byte[] octets(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException("\"" + address + "\" is no IP address", notAnAddress);
        }
    }

    private static int prefix(String text, String digits, int most) {
        int bits = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(
                    "asteris.egress.allow: \"" + text + "\" has a prefix that is not between 0 and " + most);
        }
        return bits;
    }
}
