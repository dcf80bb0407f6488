package io.asteris.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's Postfix as a peer: an instance of its own on loopback, with its own folders, that lives only while it is measured. */
public final class Postfix implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/postfix");
    private static final Path SOURCE = Path.of("/usr/sbin/smtp-source");
    private static final int LOOKS = 200;
    private static final long LOOK_MILLIS = 50;
    private static final long BOUND_SECONDS = 180;

    private final Path folder;
    private final int port;

    private Postfix(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Why it cannot be measured here; empty when it can. */
    public static Optional<String> absence() {
        if (!Files.isExecutable(PROGRAM) || !Files.isExecutable(SOURCE)) {
            return Optional.of("Postfix is not measured: Debian's package postfix is not installed.");
        }
        return "root".equals(System.getProperty("user.name"))
                ? Optional.empty()
                : Optional.of("Postfix is not measured: only root can start it.");
    }

    /**
     * Starts an instance.
     *
     * @param relayPort where it sends what it takes
     * @param hold what it takes stays in its queue, so that accepting alone is measured
     */
    public static Postfix start(int relayPort, boolean hold) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("asteris-postfix");
        run(List.of("chmod", "755", folder.toString()));
        int port = LimitServer.freePort();
        var postfix = new Postfix(folder, port);
        try {
            Files.createDirectory(folder.resolve("queue"));
            Files.createDirectory(folder.resolve("data"));
            run(List.of("chown", "postfix", folder.resolve("data").toString()));
            String restriction = hold ? "check_client_access static:HOLD" : "";
            Files.writeString(folder.resolve("main.cf"), main(folder, relayPort, restriction));
            Files.writeString(folder.resolve("master.cf"), master(port));
            postfix.command("start");
            for (int i = 0; i < LOOKS && !LimitServer.listens(port); i++) {
                Thread.sleep(LOOK_MILLIS);
            }
            return postfix;
        } catch (IOException | InterruptedException failure) {
            postfix.close();
            throw failure;
        }
    }

    /** Hands it messages on kept-open sessions, returning when the last is taken; messages in a second. */
    public double take(int sessions, int messages, int octets) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        run(List.of(
                SOURCE.toString(),
                "-d",
                "-s",
                Integer.toString(sessions),
                "-m",
                Integer.toString(messages),
                "-l",
                Integer.toString(octets),
                "-f",
                "shop@localhost.example",
                "-t",
                "anna@example.com",
                "127.0.0.1:" + port));
        return messages / ((System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1));
    }

    @Override
    public void close() throws IOException {
        try {
            command("stop");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static String main(Path folder, int relayPort, String restriction) {
        return """
            compatibility_level = 3.6
            queue_directory = %1$s/queue
            data_directory = %1$s/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            myhostname = peer.localhost.example
            mydestination =
            alias_maps =
            alias_database =
            disable_dns_lookups = yes
            smtp_host_lookup = native
            smtp_tls_security_level = none
            smtpd_tls_security_level = none
            smtpd_peername_lookup = no
            smtpd_client_connection_count_limit = 0
            default_process_limit = 250
            relayhost = [127.0.0.1]:%2$d
            smtpd_relay_restrictions = permit_mynetworks, reject
            smtpd_data_restrictions = %3$s
            """.formatted(folder, relayPort, restriction);
    }

    private static String master(int port) {
        return """
            127.0.0.1:%1$d inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            relay unix - - n - - smtp
            error unix - - n - - error
            retry unix - - n - - error
            discard unix - - n - - discard
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            """.formatted(port);
    }

    private void command(String verb) throws IOException, InterruptedException {
        run(List.of(PROGRAM.toString(), "-c", folder.toString(), verb));
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("asteris-bench", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " did not end");
            }
            if (process.exitValue() != 0) {
                throw new IOException(command + " failed: " + Files.readString(said));
            }
        } finally {
            Files.delete(said);
        }
    }
}
