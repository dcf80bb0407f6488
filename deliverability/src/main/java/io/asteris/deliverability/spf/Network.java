package io.asteris.deliverability.spf;

import java.math.BigInteger;
import java.net.InetAddress;

/**
 * A range of addresses of one family.
 *
 * @param first the lowest address
 * @param prefix how many leading bits all of them share
 */
record Network(InetAddress first, int prefix) {
    /** The range of that prefix in which the address lies. */
    static Network of(InetAddress address, int prefix) {
        byte[] octets = address.getAddress();
        for (int bit = prefix; bit < octets.length * Byte.SIZE; bit++) {
            octets[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
        }
        try {
            return new Network(InetAddress.getByAddress(octets), prefix);
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    boolean sameFamily(Network other) {
        return first.getClass() == other.first.getClass();
    }

    BigInteger lowest() {
        return new BigInteger(1, first.getAddress());
    }

    BigInteger highest() {
        int bits = first.getAddress().length * Byte.SIZE;
        return lowest().add(BigInteger.ONE.shiftLeft(bits - prefix)).subtract(BigInteger.ONE);
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + prefix;
    }
}
