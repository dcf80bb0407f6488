package io.asteris.dispatcher.smtp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link ScriptedServer}; reads strictly, so that whatever is not CRLF stays visible to the test. */
final class ScriptedSession {
    private final Script script;
    private final @Nullable SSLContext tls;
    private final List<String> commands;
    private final List<byte[]> bodies;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private boolean anyRecipient;

    ScriptedSession(Socket socket, Script script, @Nullable SSLContext tls, List<String> commands, List<byte[]> bodies)
            throws IOException {
        this.socket = socket;
        this.script = script;
        this.tls = tls;
        this.commands = commands;
        this.bodies = bodies;
        this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        this.out = socket.getOutputStream();
    }

    void run() throws IOException {
        if (script.isImplicitTls()) {
            secure();
        }
        if (!say(script.reply("GREETING").orElseThrow())) {
            return;
        }
        int mails = 0;
        while (true) {
            String command = line();
            commands.add(command);
            String verb = command.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            boolean goOn =
                    switch (verb) {
                        case "EHLO" -> say(script.ehlo());
                        case "STARTTLS" -> say(script.reply(command).orElseThrow()) && agreedToTls();
                        case "DATA" -> data();
                        case "RCPT" -> {
                            String reply = script.reply(command).orElseThrow();
                            anyRecipient |= reply.startsWith("2");
                            yield say(reply);
                        }
                        default -> say(script.reply(command).orElse("502 5.5.2 what?\r\n"));
                    };
            if (verb.equals("DATA") && ++mails >= script.mailsPerConnection()) {
                return;
            }
            if (!goOn || verb.equals("QUIT")) {
                return;
            }
        }
    }

    private boolean agreedToTls() throws IOException {
        if (script.reply("STARTTLS").orElseThrow().startsWith("220")) {
            secure();
        }
        return true;
    }

    private void secure() throws IOException {
        SSLContext context = tls;
        if (context == null) {
            throw new IllegalStateException("this script needs a certificate");
        }
        var secured = (SSLSocket) context.getSocketFactory().createSocket(socket, in.available() > 0 ? in : null, true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream(), 64 * 1024);
        out = secured.getOutputStream();
    }

    private boolean data() throws IOException {
        if (script.dataNeedsRecipient() && !anyRecipient) {
            return say("554 5.5.1 no valid recipients\r\n");
        }
        anyRecipient = false;
        String reply = script.reply("DATA").orElseThrow();
        if (!say(reply)) {
            return false;
        }
        if (!reply.startsWith("354")) {
            return true;
        }
        String early = script.reply("BODY").orElse("");
        if (!early.isEmpty() && !say(early)) {
            return false;
        }
        bodies.add(body());
        return say(script.reply("DOT").orElseThrow());
    }

    private byte[] body() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            byte[] line = rawLine();
            boolean dot = line.length > 0 && line[0] == '.';
            if (dot && line.length == 3) {
                return body.toByteArray();
            }
            body.write(line, dot ? 1 : 0, line.length - (dot ? 1 : 0));
        }
    }

    private boolean say(String reply) throws IOException {
        if (reply.equals(Script.DROP)) {
            socket.close();
            return false;
        }
        if (!reply.equals(Script.SILENCE)) {
            out.write(reply.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        return true;
    }

    private String line() throws IOException {
        String line = new String(rawLine(), StandardCharsets.UTF_8);
        return line.substring(0, line.length() - 2);
    }

    /** Octets up to and with CRLF; a bare CR or LF is content like any other. */
    private byte[] rawLine() throws IOException {
        var line = new ByteArrayOutputStream();
        int last = -1;
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("the client left");
            }
            line.write(octet);
            if (octet == '\n' && last == '\r') {
                return line.toByteArray();
            }
            last = octet;
        }
    }
}
