package io.asteris.dispatcher.smtp;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Makes replies of whatever octets a server sends, within bounds: it keeps 2 KiB of a line, and gives up on a reply of more
 * than 100 lines or 64 KiB. What it holds is bounded too, however many replies come in one piece.
 */
final class ReplyReader {
    static final int MAX_LINE_KEPT = 2 * 1024;
    static final int MAX_LINES = 100;
    static final int MAX_REPLY = 64 * 1024;

    /** Replies that wait to be taken: a flight of a thousand commands gets far less. */
    static final int MAX_WAITING = 1024 * 1024;

    private final Deque<SmtpReply> whole = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> texts = new ArrayList<>();
    private int replyOctets;
    private int waitingOctets;

    /**
     * Takes the next octets.
     *
     * @throws SmtpFailure with {@link SmtpFailure.Kind#PROTOCOL} when they are no reply or break a bound; the reader is of no
     *     use after that
     */
    void feed(Buffer octets) throws SmtpFailure {
        for (int i = 0; i < octets.length(); i++) {
            byte octet = octets.getByte(i);
            if (++replyOctets > MAX_REPLY) {
                throw unreadable("a reply of more than 64 KiB");
            }
            if (octet == '\n') {
                endOfLine();
            } else if (line.size() < MAX_LINE_KEPT) {
                line.write(octet);
            }
        }
    }

    /** The oldest whole reply not yet taken. */
    Optional<SmtpReply> poll() {
        var oldest = Optional.ofNullable(whole.poll());
        if (whole.isEmpty()) {
            waitingOctets = 0;
        }
        return oldest;
    }

    /** Whether anything was received that nobody has taken: a whole reply or the start of one. */
    boolean holdsAnything() {
        return !whole.isEmpty() || replyOctets > 0;
    }

    /** Throws everything away that was received so far. */
    void reset() {
        whole.clear();
        line.reset();
        texts.clear();
        replyOctets = 0;
        waitingOctets = 0;
    }

    private void endOfLine() throws SmtpFailure {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        int code = codeOf(text);
        boolean more = text.length() > 3 && text.charAt(3) == '-';
        texts.add(text.length() > 4 ? text.substring(4) : "");
        if (more) {
            if (texts.size() >= MAX_LINES) {
                throw unreadable("a reply of more than 100 lines");
            }
            return;
        }
        waitingOctets += replyOctets;
        if (waitingOctets > MAX_WAITING) {
            throw unreadable("more replies than were asked for");
        }
        whole.add(SmtpReply.of(code, texts));
        texts.clear();
        replyOctets = 0;
    }

    private static int codeOf(String text) throws SmtpFailure {
        boolean separated =
                text.length() == 3 || (text.length() > 3 && (text.charAt(3) == ' ' || text.charAt(3) == '-'));
        if (!separated || text.charAt(0) < '2' || text.charAt(0) > '5' || !isDigit(text, 1) || !isDigit(text, 2)) {
            throw unreadable("a line that is no SMTP reply");
        }
        return Integer.parseInt(text.substring(0, 3));
    }

    private static boolean isDigit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static SmtpFailure unreadable(String what) {
        return new SmtpFailure(SmtpFailure.Kind.PROTOCOL, "the server sent " + what);
    }
}
