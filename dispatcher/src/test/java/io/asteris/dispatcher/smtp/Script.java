package io.asteris.dispatcher.smtp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link ScriptedServer} says: for each beginning of a command the raw reply, the longest fitting beginning first.
 * {@code GREETING}, {@code BODY} (before the final dot is read) and {@code DOT} are steps too. The reply {@link #DROP} closes the
 * connection, {@link #SILENCE} says nothing.
 */
final class Script {
    static final String DROP = "<drop>";
    static final String SILENCE = "<silence>";

    private final Map<String, String> replies = new LinkedHashMap<>();
    private final List<String> offers =
            new ArrayList<>(List.of("PIPELINING", "SIZE 52428800", "8BITMIME", "ENHANCEDSTATUSCODES"));
    private boolean implicitTls;
    private boolean dataNeedsRecipient;
    private int mailsPerConnection = Integer.MAX_VALUE;

    Script() {
        replies.put("GREETING", "220 scripted.example ESMTP\r\n");
        replies.put("MAIL", "250 2.1.0 Ok\r\n");
        replies.put("RCPT", "250 2.1.5 Ok\r\n");
        replies.put("DATA", "354 End data with <CR><LF>.<CR><LF>\r\n");
        replies.put("DOT", "250 2.0.0 Ok: queued as 4F1A2\r\n");
        replies.put("RSET", "250 2.0.0 Ok\r\n");
        replies.put("NOOP", "250 2.0.0 Ok\r\n");
        replies.put("QUIT", "221 2.0.0 Bye\r\n");
        replies.put("STARTTLS", "220 2.0.0 Ready to start TLS\r\n");
        replies.put("AUTH", "235 2.7.0 Authentication successful\r\n");
    }

    /** From now on the server says that; several replies may stand in one text. */
    Script on(String step, String reply) {
        replies.put(step, reply.equals(DROP) || reply.equals(SILENCE) || reply.endsWith("\n") ? reply : reply + "\r\n");
        return this;
    }

    Script offering(String... keywords) {
        offers.clear();
        offers.addAll(List.of(keywords));
        return this;
    }

    Script alsoOffering(String keyword) {
        offers.add(keyword);
        return this;
    }

    Script implicitTls() {
        implicitTls = true;
        return this;
    }

    /** The server closes after so many mails without a word. */
    Script closingAfter(int mails) {
        mailsPerConnection = mails;
        return this;
    }

    /** As RFC 5321 wants it: DATA without an accepted recipient gets a 554. */
    Script refusingDataWithoutRecipients() {
        dataNeedsRecipient = true;
        return this;
    }

    boolean dataNeedsRecipient() {
        return dataNeedsRecipient;
    }

    boolean isImplicitTls() {
        return implicitTls;
    }

    int mailsPerConnection() {
        return mailsPerConnection;
    }

    Optional<String> reply(String command) {
        String upper = command.toUpperCase(Locale.ROOT);
        return replies.keySet().stream()
                .filter(key -> upper.startsWith(key.toUpperCase(Locale.ROOT)))
                .max((one, other) -> Integer.compare(one.length(), other.length()))
                .map(replies::get);
    }

    String ehlo() {
        if (replies.containsKey("EHLO")) {
            return replies.getOrDefault("EHLO", "");
        }
        var lines = new StringBuilder("250-scripted.example\r\n");
        for (String offer : offers) {
            lines.append("250-").append(offer).append("\r\n");
        }
        return lines.append("250 HELP\r\n").toString();
    }
}
