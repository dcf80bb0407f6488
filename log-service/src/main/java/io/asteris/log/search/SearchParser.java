package io.asteris.log.search;

import io.asteris.log.search.InvalidSearchException.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a search.
 *
 * <pre>
 * search = *( space / term )
 * term   = [ "-" ] [ key ":" ] ( quoted / bare )
 * quoted = %x22 *( any but %x22 and %x5C / %x5C any ) %x22
 * bare   = 1*( any but space and %x22 )
 * </pre>
 */
public final class SearchParser {
    private static final int LONGEST = 2_000;
    private static final int MOST_TERMS = 20;
    private static final char QUOTE = '"';
    private static final char ESCAPE = '\\';
    private static final Pattern KEY = Pattern.compile("([A-Za-z][A-Za-z-]*):");

    private final String text;
    private final List<Term> terms = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private int at;

    private SearchParser(String text) {
        this.text = text;
    }

    /**
     * Reads the text.
     *
     * @throws InvalidSearchException for an unknown key, a bad value, an unclosed quote, or too much of it
     */
    public static SearchQuery parse(String text) {
        if (text.length() > LONGEST) {
            throw new InvalidSearchException(
                    List.of(new Finding(LONGEST + 1, "a search has at most " + LONGEST + " characters")));
        }
        return new SearchParser(text).query();
    }

    private SearchQuery query() {
        while (skipSpace()) {
            term();
        }
        if (!findings.isEmpty()) {
            throw new InvalidSearchException(findings);
        }
        return new SearchQuery(terms);
    }

    private boolean skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    private void term() {
        boolean negated = text.charAt(at) == '-';
        if (negated) {
            at++;
        }
        Optional<Key> key = key();
        int start = at;
        Optional<String> value = value();
        if (key.isPresent() && value.isPresent()) {
            add(new Term(negated, key.get(), value.get()), start);
        }
    }

    /** The key that stands here, {@link Key#WORD} when none does; empty when there is no such key. */
    private Optional<Key> key() {
        Matcher word = KEY.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            return Optional.of(Key.WORD);
        }
        Optional<Key> named = Key.named(word.group(1));
        if (named.isEmpty()) {
            find(at, "there is no key " + word.group() + " (quotes around it all look for it as a text)");
        }
        at = word.end();
        return named;
    }

    private Optional<String> value() {
        return at < text.length() && text.charAt(at) == QUOTE ? quoted() : bare();
    }

    private Optional<String> bare() {
        int start = at;
        while (at < text.length() && !isSpace(text.charAt(at))) {
            if (text.charAt(at) == QUOTE) {
                find(at, "a quote stands inside a word; put the whole of it into quotes, with \\\" for a quote");
                skipWord();
                return Optional.empty();
            }
            at++;
        }
        return Optional.of(text.substring(start, at));
    }

    private Optional<String> quoted() {
        int start = at++;
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != QUOTE) {
            boolean escapes = text.charAt(at) == ESCAPE;
            if (escapes) {
                at++;
            }
            if (at < text.length()) {
                value.append(text.charAt(at++));
            }
        }
        if (at >= text.length()) {
            find(start, "this quote is not closed");
            return Optional.empty();
        }
        at++;
        if (at < text.length() && !isSpace(text.charAt(at))) {
            find(at, "a space is missing after the closing quote");
            skipWord();
            return Optional.empty();
        }
        return Optional.of(value.toString());
    }

    private void add(Term term, int start) {
        Optional<String> complaint = term.key().complaint(term.value());
        if (complaint.isPresent()) {
            find(start, complaint.get());
        } else if (terms.size() == MOST_TERMS) {
            find(start, "a search has at most " + MOST_TERMS + " conditions");
            at = text.length();
        } else {
            terms.add(term);
        }
    }

    private void skipWord() {
        while (at < text.length() && !isSpace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private void find(int index, String detail) {
        findings.add(new Finding(index + 1, detail));
    }
}
