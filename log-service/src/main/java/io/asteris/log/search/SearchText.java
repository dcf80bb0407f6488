package io.asteris.log.search;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form in which texts are compared: what is stored and what is looked for go through the same folding. */
public final class SearchText {
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}");
    private static final Pattern INDEXED = Pattern.compile("[\\p{L}\\p{N}]{3}");
    private static final char AFTER_SUBJECT = '\n';
    private static final String BETWEEN_ADDRESSES = "\t";

    private SearchText() {}

    /** Lower-case and composed; a control character becomes a space, so that none is taken for a separator. */
    public static String fold(String text) {
        return isPlain(text) ? text.toLowerCase(Locale.ROOT) : foldAny(text);
    }

    private static String foldAny(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return CONTROLS.matcher(composed).replaceAll(" ");
    }

    /** As nearly every address and most subjects are: ASCII without controls, in which there is nothing to compose or replace. */
    private static boolean isPlain(String text) {
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character < ' ' || character > '~') {
                return false;
            }
        }
        return true;
    }

    /** What an entry is searched in. */
    public static String of(String subject, List<String> addresses) {
        return fold(subject)
                + AFTER_SUBJECT
                + String.join(
                        BETWEEN_ADDRESSES,
                        addresses.stream().map(SearchText::fold).toList());
    }

    /** The addresses, folded, in what {@link #of} gave. */
    public static List<String> addresses(String search) {
        String joined = search.substring(search.indexOf(AFTER_SUBJECT) + 1);
        if (joined.isEmpty()) {
            return List.of();
        }
        return joined.contains(BETWEEN_ADDRESSES) ? List.of(joined.split(BETWEEN_ADDRESSES, -1)) : List.of(joined);
    }

    /** The pattern of a text that stands anywhere. */
    static String anywhere(String text) {
        return '%' + literal(text) + '%';
    }

    /** The pattern of a text that stands in the subject. */
    static String inSubject(String text) {
        return '%' + literal(text) + '%' + AFTER_SUBJECT + '%';
    }

    /** The pattern of a text that stands in one of the addresses. */
    public static String inAddresses(String text) {
        return "%" + AFTER_SUBJECT + '%' + literal(text) + '%';
    }

    /** Whether the trigram index can find a text: it holds no shorter pieces. */
    static boolean isIndexed(String text) {
        return INDEXED.matcher(text).find();
    }

    private static String literal(String text) {
        return fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
