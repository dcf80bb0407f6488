package io.asteris.local.inbox;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One SMTP connection (RFC 5321 with PIPELINING, SIZE, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES), on one event loop.
 *
 * <p>Replies of one packet are written together. While a message is being kept, what arrives waits, so that replies stay
 * in order.
 */
final class SmtpSession {
    static final int SIZE_LIMIT = 64 << 20;
    private static final int LINE_LIMIT = 4096;
    private static final int RECIPIENT_LIMIT = 1000;
    private static final String SEQUENCE = "503 5.5.1 Bad sequence of commands";

    private final NetSocket socket;
    private final Vertx vertx;
    private final Context context;
    private final Mailbox mailbox;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private StringBuilder replies = new StringBuilder();
    private boolean greeted;
    private boolean busy;
    private boolean closed;
    private @Nullable Transaction transaction;
    private @Nullable Content content;
    private @Nullable DotReader reader;

    SmtpSession(NetSocket socket, Vertx vertx, Mailbox mailbox) {
        this.socket = socket;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.mailbox = mailbox;
    }

    void begin() {
        socket.handler(this::receive);
        socket.closeHandler(end -> closed = true);
        socket.exceptionHandler(failure -> socket.close());
        reply("220 localhost Asteris inbox ESMTP");
        flush();
    }

    private void receive(Buffer packet) {
        waiting.add(packet.getBytes());
        work();
    }

    private void work() {
        while (!busy && !closed && !waiting.isEmpty()) {
            byte[] bytes = waiting.removeFirst();
            int position = 0;
            while (position < bytes.length && !busy && !closed) {
                position = reader == null ? command(bytes, position) : data(bytes, position, reader);
            }
            if (position < bytes.length && !closed) {
                waiting.addFirst(Arrays.copyOfRange(bytes, position, bytes.length));
            }
        }
        flush();
    }

    /** Reads up to the end of one command line, or all there is. */
    private int command(byte[] bytes, int start) {
        for (int i = start; i < bytes.length; i++) {
            boolean afterCr = i > start ? bytes[i - 1] == '\r' : endsWithCr();
            if (bytes[i] == '\n' && afterCr) {
                line.write(bytes, start, i + 1 - start);
                String text = line.toString(StandardCharsets.UTF_8);
                boolean tooLong = line.size() > LINE_LIMIT;
                line.reset();
                if (tooLong) {
                    reply("500 5.5.2 Line too long");
                } else {
                    obey(text.substring(0, text.length() - 2));
                }
                return i + 1;
            }
        }
        line.write(bytes, start, bytes.length - start);
        if (line.size() > LINE_LIMIT * 16) {
            finish("500 5.5.2 Line too long");
        }
        return bytes.length;
    }

    private boolean endsWithCr() {
        byte[] held = line.toByteArray();
        return held.length > 0 && held[held.length - 1] == '\r';
    }

    private void obey(String text) {
        int blank = text.indexOf(' ');
        String verb = (blank < 0 ? text : text.substring(0, blank)).toUpperCase(Locale.ROOT);
        String argument = blank < 0 ? "" : text.substring(blank + 1).strip();
        switch (verb) {
            case "EHLO", "HELO" -> hello(verb, argument);
            case "MAIL" -> mail(argument);
            case "RCPT" -> recipient(argument);
            case "DATA" -> startData(argument);
            case "RSET" -> reset();
            case "NOOP" -> reply("250 2.0.0 Ok");
            case "VRFY" -> reply("252 2.1.5 Send some mail");
            case "QUIT" -> finish("221 2.0.0 Bye");
            default -> reply("500 5.5.2 Command not known");
        }
    }

    private void hello(String verb, String name) {
        if (name.isEmpty()) {
            reply("501 5.5.4 " + verb + " needs a name");
            return;
        }
        greeted = true;
        transaction = null;
        reply(
                verb.equals("HELO")
                        ? "250 localhost"
                        : "250-localhost\r\n250-PIPELINING\r\n250-SIZE " + SIZE_LIMIT
                                + "\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES");
    }

    private void mail(String argument) {
        if (!greeted || transaction != null) {
            reply(SEQUENCE);
            return;
        }
        Optional<SmtpPath> path = SmtpPath.parse("FROM:", argument);
        if (path.isEmpty()) {
            reply("501 5.5.4 Say MAIL FROM:<address>");
            return;
        }
        Optional<String> refusal = path.get().parameters().stream()
                .map(SmtpSession::refuseParameter)
                .flatMap(Optional::stream)
                .findFirst();
        if (refusal.isEmpty()) {
            transaction = new Transaction(path.get().address());
        }
        reply(refusal.orElse("250 2.1.0 Ok"));
    }

    private static Optional<String> refuseParameter(String parameter) {
        if (parameter.matches("SMTPUTF8|BODY=(7BIT|8BITMIME)")) {
            return Optional.empty();
        }
        if (!parameter.matches("SIZE=\\d{1,18}")) {
            return Optional.of("555 5.5.4 Parameter not known");
        }
        boolean tooLong = Long.parseLong(parameter.substring("SIZE=".length())) > SIZE_LIMIT;
        return tooLong ? Optional.of("552 5.3.4 Message is too long") : Optional.empty();
    }

    private void recipient(String argument) {
        Transaction open = transaction;
        Optional<SmtpPath> path = SmtpPath.parse("TO:", argument);
        if (open == null) {
            reply(SEQUENCE);
        } else if (path.isEmpty() || path.get().address().isEmpty()) {
            reply("501 5.5.4 Say RCPT TO:<address>");
        } else if (!path.get().parameters().isEmpty()) {
            reply("555 5.5.4 Parameter not known");
        } else if (open.recipients() >= RECIPIENT_LIMIT) {
            reply("452 4.5.3 Too many recipients");
        } else {
            reply(open.add(path.get().address())
                    .map(refused -> refused.code() + " " + refused.enhanced() + " Refused as ordered")
                    .orElse("250 2.1.5 Ok"));
        }
    }

    private void startData(String argument) {
        Transaction open = transaction;
        if (open == null) {
            reply(SEQUENCE);
        } else if (!argument.isEmpty()) {
            reply("501 5.5.4 DATA takes no argument");
        } else if (open.recipients() == 0) {
            reply("554 5.5.1 No valid recipients");
        } else {
            content = new Content(mailbox.keepsContent(), SIZE_LIMIT);
            reader = new DotReader(content);
            reply("354 End data with <CR><LF>.<CR><LF>");
        }
    }

    private void reset() {
        transaction = null;
        reply("250 2.0.0 Ok");
    }

    private int data(byte[] bytes, int start, DotReader open) {
        Transaction ending = transaction;
        Content taken = content;
        if (ending == null || taken == null) {
            throw new IllegalStateException("Content without a transaction");
        }
        if (ending.dropsBeforeDot()) {
            drop();
            return bytes.length;
        }
        int position = open.read(bytes, start);
        if (open.isAtEnd()) {
            transaction = null;
            content = null;
            reader = null;
            end(ending, taken);
        }
        return position;
    }

    private void end(Transaction ending, Content taken) {
        Optional<Order.RefuseMessage> refusal = ending.refusal();
        if (taken.isTooLong()) {
            reply("552 5.3.4 Message is too long");
        } else if (refusal.isPresent()) {
            answer(ending, refusal.get().code() + " " + refusal.get().enhanced() + " Refused as ordered");
        } else {
            busy = true;
            socket.pause();
            mailbox.take(ending.envelope(), taken)
                    .whenComplete((id, failure) -> context.runOnContext(now -> {
                        busy = false;
                        answer(ending, failure == null ? "250 2.0.0 Ok: queued as " + id : "452 4.3.0 Not stored");
                        goOn();
                    }));
        }
    }

    private void answer(Transaction ended, String text) {
        if (ended.dropsAfterDot()) {
            drop();
        } else if (ended.delay().isZero()) {
            reply(text);
        } else {
            busy = true;
            socket.pause();
            vertx.setTimer(ended.delay().toMillis(), timer -> {
                busy = false;
                reply(text);
                goOn();
            });
        }
    }

    private void goOn() {
        if (!busy && !closed) {
            work();
            if (!busy && !closed) {
                socket.resume();
            }
        }
    }

    private void reply(String text) {
        replies.append(text).append("\r\n");
    }

    private void flush() {
        if (!replies.isEmpty() && !closed) {
            socket.write(replies.toString());
            replies = new StringBuilder();
        }
    }

    private void finish(String lastReply) {
        reply(lastReply);
        String all = replies.toString();
        replies = new StringBuilder();
        closed = true;
        socket.end(Buffer.buffer(all));
    }

    /** Cuts the connection; what was not written is not written any more. */
    private void drop() {
        closed = true;
        replies = new StringBuilder();
        socket.close();
    }
}
