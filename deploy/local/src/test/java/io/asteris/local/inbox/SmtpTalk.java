package io.asteris.local.inbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says exactly what a test wants said. */
final class SmtpTalk implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final BufferedReader in;

    private SmtpTalk(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Connects and says hello. */
    static SmtpTalk open(int port) throws IOException {
        SmtpTalk talk = new SmtpTalk(new Socket(InetAddress.getLoopbackAddress(), port));
        talk.reply();
        talk.ask("EHLO test.example");
        return talk;
    }

    /** Sends one line and reads the reply, the last line of it. */
    String ask(String line) throws IOException {
        send(line + "\r\n");
        return reply();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** The last line of the next reply; "closed" when the server has hung up. */
    String reply() throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return line == null ? "closed" : line;
    }

    /** Sends one message to one recipient and reads the last reply. */
    String deliver(String to, String content) throws IOException {
        ask("MAIL FROM:<shop@localhost.example>");
        String recipient = ask("RCPT TO:<" + to + ">");
        if (!recipient.startsWith("250")) {
            ask("RSET");
            return recipient;
        }
        ask("DATA");
        send(content + "\r\n.\r\n");
        return reply();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
