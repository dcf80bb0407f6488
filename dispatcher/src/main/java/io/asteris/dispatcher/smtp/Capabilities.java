package io.asteris.dispatcher.smtp;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a server offered in its reply to EHLO (RFC 5321 4.1.1.1).
 *
 * @param maxSize octets of the largest message (RFC 1870); 0 where the server names no bound
 * @param mechanisms of AUTH, upper-case
 */
record Capabilities(Set<String> keywords, long maxSize, Set<String> mechanisms) {
    /** What a server offers before it said so. */
    static final Capabilities NOTHING = new Capabilities(Set.of(), 0, Set.of());

    Capabilities {
        keywords = Set.copyOf(keywords);
        mechanisms = Set.copyOf(mechanisms);
    }

    /** Reads the lines of an EHLO reply, the first of which is the server's greeting of us. */
    static Capabilities of(SmtpReply ehlo) {
        var keywords = new HashSet<String>();
        var mechanisms = new HashSet<String>();
        long maxSize = 0;
        for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
            List<String> words = List.of(line.toUpperCase(Locale.ROOT).split("\\s+", -1));
            String keyword = words.getFirst();
            keywords.add(keyword);
            // The old form AUTH=LOGIN is another keyword and is left alone: servers repeat what they mean properly.
            if (keyword.equals("AUTH")) {
                mechanisms.addAll(words.subList(1, words.size()));
            } else if (keyword.equals("SIZE") && words.size() > 1) {
                maxSize = number(words.get(1));
            }
        }
        return new Capabilities(keywords, maxSize, mechanisms);
    }

    boolean starttls() {
        return keywords.contains("STARTTLS");
    }

    boolean pipelining() {
        return keywords.contains("PIPELINING");
    }

    boolean size() {
        return keywords.contains("SIZE");
    }

    boolean eightBitMime() {
        return keywords.contains("8BITMIME");
    }

    boolean smtpUtf8() {
        return keywords.contains("SMTPUTF8");
    }

    private static long number(String digits) {
        boolean readable =
                !digits.isEmpty() && digits.length() <= 18 && digits.chars().allMatch(Character::isDigit);
        return readable ? Long.parseLong(digits) : 0;
    }
}
