package io.asteris.deliverability.dns;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The name server of NLnet Labs with a folder and a port of its own, where it is installed. */
public final class NsdServer implements AutoCloseable {
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/nsd"), Path.of("/usr/bin/nsd"));
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Process process;
    private final int port;

    private NsdServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Where the program is; empty when it is not installed. */
    public static Optional<Path> program() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    /** Starts it with that zone at the root, and waits until it answers. */
    public static NsdServer serving(Path folder, String master) {
        try {
            int port = freePort();
            Files.writeString(folder.resolve("root.zone"), master);
            Files.writeString(folder.resolve("nsd.conf"), """
                    server:
                        ip-address: 127.0.0.1@%1$d
                        username: ""
                        chroot: ""
                        zonesdir: "%2$s"
                        pidfile: "%2$s/nsd.pid"
                        xfrdfile: "%2$s/xfrd.state"
                        zonelistfile: "%2$s/zone.list"
                        xfrdir: "%2$s"
                        logfile: "%2$s/nsd.log"
                        server-count: 1
                        rrl-ratelimit: 0
                    remote-control:
                        control-enable: no
                    zone:
                        name: "."
                        zonefile: "root.zone"
                    """.formatted(port, folder));
            Process process = new ProcessBuilder(
                            program().orElseThrow().toString(),
                            "-d",
                            "-c",
                            folder.resolve("nsd.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("nsd.out").toFile())
                    .start();
            var server = new NsdServer(process, port);
            server.awaitAnswer(folder);
            return server;
        } catch (IOException failed) {
            throw new IllegalStateException("nsd could not be started", failed);
        }
    }

    private void awaitAnswer(Path folder) {
        DnsClient client = TestResolvers.client(address());
        Awaitility.await("nsd answers, see " + folder)
                .atMost(BOUND)
                .until(() -> client.ask(new Question("ready.test", Question.Kind.TXT))
                                .await()
                                .atMost(BOUND)
                        instanceof Reply.Records);
    }

    /** As {@code asteris.dns.resolvers} names it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
