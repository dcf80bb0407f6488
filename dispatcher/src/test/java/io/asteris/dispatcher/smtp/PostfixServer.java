package io.asteris.dispatcher.smtp;

import static org.awaitility.Awaitility.await;

import io.asteris.embedded.FreePort;
import io.asteris.testing.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Postfix with configuration, queue and one mailbox for all addresses in a test's own folder. What is not set here is
 * Debian's default; {@code smtpd_forbid_bare_newline} is {@code no} in its 3.7, so that {@link Door#USUAL} takes a line that ends
 * in a bare LF for a line, and a dot between two of them for the end of a message.
 */
final class PostfixServer implements AutoCloseable {
    private static final Path MASTER = Path.of("/usr/lib/postfix/sbin/master");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(10);

    /** When a JVM dies without a word, its Postfix ends itself. */
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

    private final Path folder;
    private final Map<Door, Integer> ports = new EnumMap<>(Door.class);
    private final Process master;
    private final Thread atExit;

    /** The ports of one Postfix, each with its own rules. */
    enum Door {
        /** Submission with Debian's defaults: STARTTLS and sign-in required. */
        USUAL(""),
        /** The same, and a line without CRLF ends the session, as does a command that may not be pipelined. */
        STRICT("-o smtpd_forbid_bare_newline=reject -o smtpd_forbid_bare_newline_exclusions="
                + " -o smtpd_forbid_unauth_pipelining=yes"),
        /** Like the usual one, but it offers LOGIN only. */
        LOGIN_ONLY("-o smtpd_sasl_mechanism_filter=login"),
        /** Plain text and no sign-in: for what our client would never send. */
        OPEN("-o smtpd_tls_security_level=none -o smtpd_relay_restrictions=permit_mynetworks,reject");

        private final String rules;

        Door(String rules) {
            this.rules = rules;
        }
    }

    private PostfixServer(Path folder, TestCertificate certificate, SaslServer sasl) throws IOException {
        this.folder = folder;
        for (Door door : Door.values()) {
            ports.put(door, FreePort.choose());
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String each : List.of("conf", "queue", "data", "mail")) {
            Files.createDirectory(folder.resolve(each));
        }
        giveTo("postfix", folder.resolve("data"));
        giveTo("nobody", folder.resolve("mail"));
        Files.writeString(folder.resolve("conf/certificate.pem"), certificate.keyPem() + certificate.pem());
        Files.writeString(folder.resolve("conf/main.cf"), main(sasl));
        Files.writeString(folder.resolve("conf/master.cf"), services());
        // Makes the folders of the queue, with their owners.
        run("/usr/sbin/postfix", "-c", folder.resolve("conf").toString(), "check");
        // A session of its own: at its end the master signals its whole process group, which must not be the test's.
        master = output(new ProcessBuilder(
                        "setsid",
                        MASTER.toString(),
                        "-c",
                        folder.resolve("conf").toString(),
                        "-d",
                        "-e",
                        Long.toString(LONGEST_LIFE.toSeconds())))
                .start();
        atExit = new Thread(master::destroy);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Why there can be no Postfix here, if so. */
    static Optional<String> missing() {
        if (!Files.isExecutable(MASTER)) {
            return Optional.of("Postfix is not installed: apt-get install postfix (.ci/run does it)");
        }
        return "root".equals(System.getProperty("user.name"))
                ? Optional.empty()
                : Optional.of("only root can start Postfix, which changes to its own users");
    }

    static PostfixServer start(Path folder, TestCertificate certificate, SaslServer sasl) throws IOException {
        var postfix = new PostfixServer(folder, certificate, sasl);
        try {
            await().atMost(PATIENCE).until(() -> postfix.master.isAlive() && postfix.greets());
            return postfix;
        } catch (RuntimeException silent) {
            postfix.close();
            throw new IllegalStateException("Postfix did not start: " + postfix.log(), silent);
        }
    }

    int port(Door door) {
        return ports.get(door);
    }

    /** Waits until the queue is empty; then all messages delivered since the last call, in no order, lines ending in LF. */
    List<byte[]> takeMail() throws IOException {
        // A file may go while the folders are read: it is looked for again. Mail takes milliseconds here, and is taken
        // 300 times.
        await().atMost(PATIENCE)
                .pollInterval(POLL)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(this::queueIsEmpty);
        List<byte[]> messages = new ArrayList<>();
        for (Path file : files(folder.resolve("mail/inbox/new"))) {
            messages.add(Files.readAllBytes(file));
            Files.delete(file);
        }
        return messages;
    }

    /** What Postfix wrote down of itself. */
    String log() throws IOException {
        Path log = folder.resolve("mail.log");
        return Files.exists(log) ? Files.readString(log) : "no log";
    }

    @Override
    public void close() throws IOException {
        master.destroy();
        try {
            if (!master.waitFor(20, TimeUnit.SECONDS)) {
                master.descendants().forEach(ProcessHandle::destroyForcibly);
                master.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private String main(SaslServer sasl) {
        return """
                compatibility_level = 3.7
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                maillog_file = %1$s/mail.log
                maillog_file_prefixes = %1$s
                inet_interfaces = loopback-only
                inet_protocols = ipv4
                myhostname = postfix.example.org
                mydestination =
                alias_maps =
                local_recipient_maps =
                fast_flush_domains =
                local_header_rewrite_clients =
                smtpd_tls_chain_files = %1$s/conf/certificate.pem
                smtpd_tls_security_level = encrypt
                smtpd_tls_auth_only = yes
                smtpd_sasl_auth_enable = yes
                smtpd_sasl_type = dovecot
                smtpd_sasl_path = inet:127.0.0.1:%2$d
                smtpd_relay_restrictions = permit_sasl_authenticated, reject
                smtpd_recipient_restrictions =
                    check_recipient_access inline:{{gone@example.com=550 5.1.1 No such mailbox here}}
                virtual_mailbox_domains = static:all
                virtual_mailbox_maps = static:inbox/
                virtual_mailbox_base = %1$s/mail
                virtual_uid_maps = static:65534
                virtual_gid_maps = static:65534
                """.formatted(folder, sasl.port());
    }

    private String services() {
        String doors = ports.entrySet().stream()
                .map(door -> "127.0.0.1:" + door.getValue() + " inet n - n - - smtpd " + door.getKey().rules + "\n")
                .collect(Collectors.joining());
        return doors + """
                postlog unix-dgram n - n - 1 postlogd
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                error unix - - n - - error
                retry unix - - n - - error
                proxymap unix - - n - - proxymap
                anvil unix - - n - 1 anvil
                virtual unix - n n - - virtual
                """;
    }

    private boolean greets() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(Door.OPEN))) {
            socket.setSoTimeout(2_000);
            return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII).equals("220 ");
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean queueIsEmpty() throws IOException {
        for (String queue : List.of("maildrop", "incoming", "active", "deferred", "hold", "corrupt")) {
            if (!files(folder.resolve("queue").resolve(queue)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void giveTo(String user, Path path) throws IOException {
        Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
    }

    private void run(String... command) throws IOException {
        try {
            Process process = output(new ProcessBuilder(command)).start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        String.join(" ", command) + ": " + Files.readString(folder.resolve("output")));
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private ProcessBuilder output(ProcessBuilder builder) {
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()));
    }
}
