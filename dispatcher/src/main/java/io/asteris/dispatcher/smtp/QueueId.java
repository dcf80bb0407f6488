package io.asteris.dispatcher.smtp;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the server's own id of a message in the free words of its last reply: what an owner quotes to the provider. */
final class QueueId {
    private static final List<Pattern> FORMS = List.of(
            // Postfix, and what imitates it.
            Pattern.compile("queued as ([^\\s;,]{1,128})", Pattern.CASE_INSENSITIVE),
            // Exim: OK id=1abc
            Pattern.compile("\\bid=([^\\s;,]{1,128})", Pattern.CASE_INSENSITIVE),
            // Gmail: OK 1461095248 m143si2210036ioe.159 - gsmtp
            Pattern.compile("^OK\\s+\\d+ (\\S{1,128}) - gsmtp", Pattern.CASE_INSENSITIVE),
            // Exchange: OK <id> [Hostname=...]
            Pattern.compile("^OK <([^>\\s]{1,256})>", Pattern.CASE_INSENSITIVE),
            // SES: Ok 0102017f...-000000
            Pattern.compile("^Ok:? ([0-9A-Za-z][0-9A-Za-z._-]{7,127})$", Pattern.CASE_INSENSITIVE));

    private QueueId() {}

    static @Nullable String in(String words) {
        for (Pattern form : FORMS) {
            Matcher found = form.matcher(words);
            if (found.find()) {
                return found.group(1);
            }
        }
        return null;
    }
}
