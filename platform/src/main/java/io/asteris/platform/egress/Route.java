package io.asteris.platform.egress;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * A judged way to a host.
 *
 * @param anyCertificate whether nobody need vouch for its certificate
 */
record Route(String host, InetAddress address, boolean anyCertificate) {
    /** Where to connect; the host name goes along for the certificate check. */
    SocketAddress socket(int port) {
        try {
            InetAddress withName = InetAddress.getByAddress(host, address.getAddress());
            return SocketAddress.inetSocketAddress(new InetSocketAddress(withName, port));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("the octets of an address are an address", impossible);
        }
    }
}
