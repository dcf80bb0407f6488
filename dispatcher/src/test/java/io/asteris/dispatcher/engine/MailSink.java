package io.asteris.dispatcher.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that keeps what it is given. Addresses say how they want to be treated: {@code refuse@} is refused, {@code defer@}
 * is deferred the first time, {@code later@} each time; a test orders the answers to whole messages.
 */
public final class MailSink implements AutoCloseable {
    /** Instead of an answer to the final dot: the connection breaks, with the message kept. */
    public static final String DROP = "drop";

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final Map<String, Boolean> deferred = new ConcurrentHashMap<>();
    private volatile String mailAnswer = "250 2.1.0 Ok";
    private volatile @Nullable CountDownLatch gate;

    /** Listens at once. */
    public MailSink() {
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new IllegalStateException("no loopback port", noPort);
        }
        Thread.ofVirtual().name("mail-sink").start(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** The settings of a provider that leads here. */
    public Map<String, Object> settings() {
        return Map.of("host", "127.0.0.1", "port", port(), "encryption", "none");
    }

    /** The answers to the next final dots, in order; after them all is well. */
    public void answer(String... next) {
        answers.addAll(List.of(next));
    }

    /** The answer to MAIL from now on. */
    void answerToMail(String reply) {
        mailAnswer = reply;
    }

    /** From now on final dots are not answered before the latch is open. */
    void waitFor(CountDownLatch latch) {
        gate = latch;
    }

    /** Everything that came in up to a final dot, whatever was answered. */
    public List<Mail> mails() {
        return List.copyOf(mails);
    }

    /** The mails of one message. */
    List<Mail> of(Object message) {
        return mails.stream()
                .filter(mail -> mail.data().contains("<" + message + "@"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                Thread.ofVirtual().name("mail-sink-session").start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                var out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8)) {
            say(out, "220 sink.example ESMTP");
            List<String> recipients = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" -> say(out, "250-sink.example\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES");
                    case "MAIL" -> {
                        recipients.clear();
                        say(out, mailAnswer);
                    }
                    case "RCPT" ->
                        say(out, mailAnswer.startsWith("2") ? recipient(line, recipients) : "503 5.5.1 no sender");
                    case "DATA" -> {
                        if (recipients.isEmpty()) {
                            say(out, "503 5.5.1 no recipients");
                        } else {
                            say(out, "354 go on");
                            if (!finish(in, out, recipients)) {
                                return;
                            }
                        }
                    }
                    case "QUIT" -> {
                        say(out, "221 2.0.0 Bye");
                        return;
                    }
                    default -> say(out, "250 2.0.0 Ok");
                }
            }
        } catch (IOException gone) {
            // The other side or the end of the test closed it.
        } finally {
            sockets.remove(socket);
        }
    }

    private boolean finish(BufferedReader in, Writer out, List<String> recipients) throws IOException {
        var data = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            data.append(line).append('\n');
        }
        mails.add(new Mail(List.copyOf(recipients), data.toString()));
        awaitGate();
        String answer = Objects.requireNonNullElse(answers.poll(), "250 2.0.0 Ok: queued as 4F1A2");
        if (answer.equals(DROP)) {
            return false;
        }
        say(out, answer);
        return true;
    }

    private void awaitGate() {
        CountDownLatch latch = gate;
        if (latch != null) {
            try {
                latch.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String recipient(String line, List<String> recipients) {
        String address = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        if (address.startsWith("refuse")) {
            return "550 5.1.1 <" + address + "> User unknown";
        }
        boolean first = address.startsWith("defer") && deferred.putIfAbsent(address, true) == null;
        if (first || address.startsWith("later")) {
            return "451 4.3.0 try again later";
        }
        recipients.add(address);
        return "250 2.1.5 Ok";
    }

    private static void say(Writer out, String reply) throws IOException {
        out.write(reply + "\r\n");
        out.flush();
    }

    /** What came in with one DATA. */
    public record Mail(List<String> recipients, String data) {}
}
