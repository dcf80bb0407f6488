package io.asteris.platform.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks a host name up; may block, and is called off the event loop. */
@FunctionalInterface
public interface HostResolver {
    /** The system's resolver. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /** All addresses of that name, the preferred one first. */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
