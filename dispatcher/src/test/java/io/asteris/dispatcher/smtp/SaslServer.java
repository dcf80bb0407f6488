package io.asteris.dispatcher.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Checks passwords for a Postfix that has no SASL library: it speaks the server's side of Dovecot's authentication protocol 1.1
 * (PLAIN and LOGIN) and knows one user.
 */
final class SaslServer implements AutoCloseable {
    private static final String HANDSHAKE =
            "VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nMECH\tLOGIN\tplaintext\nSPID\t1\nCUID\t1\nDONE\n";

    private final ServerSocket listener;
    private final String user;
    private final String password;
    private final List<SignIn> signIns = new CopyOnWriteArrayList<>();

    SaslServer(String user, String password) {
        this.user = user;
        this.password = password;
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread.ofVirtual().name("sasl").start(this::accept);
    }

    /** An attempt that came to its end. */
    record SignIn(String mechanism, boolean letIn) {}

    /** What a client has said so far in one attempt. */
    private record Exchange(String mechanism, List<String> said) {}

    int port() {
        return listener.getLocalPort();
    }

    List<SignIn> signIns() {
        return signIns;
    }

    void forget() {
        signIns.clear();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8)) {
            out.write(HANDSHAKE);
            out.flush();
            Map<String, Exchange> exchanges = new HashMap<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] fields = line.split("\t", -1);
                String last = fields[fields.length - 1];
                if (fields[0].equals("AUTH")) {
                    exchanges.put(fields[1], new Exchange(fields[2], new ArrayList<>()));
                    if (last.startsWith("resp=")) {
                        heard(exchanges.get(fields[1]), last.substring("resp=".length()));
                    }
                } else if (fields[0].equals("CONT")) {
                    heard(exchanges.get(fields[1]), last);
                } else {
                    continue;
                }
                out.write(reply(fields[1], exchanges.get(fields[1])));
                out.flush();
            }
        } catch (IOException gone) {
            // Postfix ended this process.
        }
    }

    private static void heard(Exchange exchange, String coded) {
        exchange.said().add(new String(Base64.getDecoder().decode(coded), StandardCharsets.UTF_8));
    }

    private String reply(String id, Exchange exchange) {
        List<String> said = exchange.said();
        boolean plain = exchange.mechanism().equals("PLAIN");
        if (said.size() < (plain ? 1 : 2)) {
            String prompt = plain ? "" : said.isEmpty() ? "Username:" : "Password:";
            return "CONT\t" + id + "\t" + Base64.getEncoder().encodeToString(prompt.getBytes(StandardCharsets.UTF_8))
                    + "\n";
        }
        List<String> wanted = plain ? List.of("\0" + user + "\0" + password) : List.of(user, password);
        boolean letIn = said.equals(wanted);
        signIns.add(new SignIn(exchange.mechanism(), letIn));
        return (letIn ? "OK\t" : "FAIL\t") + id + "\tuser=" + user + "\n";
    }
}
