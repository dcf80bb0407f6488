package io.asteris.deliverability;

import io.asteris.testing.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** An SMTP server that keeps what it gets, or refuses every recipient while it is told to. */
public final class TestSmtp implements AutoCloseable {
    private final ServerSocket server;
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private volatile @Nullable TestCertificate certificate;

    private TestSmtp(ServerSocket server) {
        this.server = server;
    }

    /** Listens on a free port of loopback. */
    public static TestSmtp start() {
        try {
            var smtp = new TestSmtp(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofPlatform().daemon().name("test smtp").start(smtp::serve);
            return smtp;
        } catch (IOException failed) {
            throw new IllegalStateException("the test SMTP server could not be started", failed);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** The mails in which that text stands, in envelope, header or body. */
    public List<String> mailsWith(String text) {
        return mails.stream().filter(mail -> mail.contains(text)).toList();
    }

    /** Refuses every recipient, or none. */
    public void refuse(boolean every) {
        refusing = every;
    }

    /** Offers STARTTLS with that certificate from now on; with none it does not offer it. */
    public void offer(@Nullable TestCertificate shown) {
        certificate = shown;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> talk(socket));
            } catch (IOException closed) {
                // The loop's condition ends it.
            }
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            say(socket.getOutputStream(), "220 test");
            Optional<TestCertificate> shown = Optional.ofNullable(certificate);
            if (talk(socket, shown.isPresent())) {
                SSLSocket secured = (SSLSocket) shown.orElseThrow()
                        .context()
                        .getSocketFactory()
                        .createSocket(socket, null, socket.getPort(), false);
                secured.setUseClientMode(false);
                talk(secured, false);
            }
        } catch (IOException gone) {
            // The client has gone.
        }
    }

    /** Until the end, or until the client asks for TLS. */
    private boolean talk(Socket socket, boolean offersTls) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        var out = socket.getOutputStream();
        var mail = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String command = line.toUpperCase(Locale.ROOT);
            if (command.startsWith("RCPT")) {
                mail.append(line).append('\n');
                say(out, refusing ? "550 5.1.1 <somebody@canary.example> unknown" : "250 ok");
            } else if (command.startsWith("DATA")) {
                say(out, "354 go on");
                for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                    mail.append(text).append('\n');
                }
                mails.add(mail.toString().replace("=\n", "").replace("=3D", "="));
                mail.setLength(0);
                say(out, "250 taken");
            } else if (command.startsWith("STARTTLS") && offersTls) {
                say(out, "220 go on");
                return true;
            } else if (command.startsWith("EHLO") && offersTls) {
                say(out, "250-test\r\n250 STARTTLS");
            } else {
                say(out, command.startsWith("QUIT") ? "221 bye" : "250 ok");
            }
        }
        return false;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
