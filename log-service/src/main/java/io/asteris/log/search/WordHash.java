package io.asteris.log.search;

import io.asteris.contract.AddressKey;
import io.asteris.contract.SiteId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The words of one site's bodies as they are stored and looked for: keyed hashes. For one thread. */
public final class WordHash {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    /** A longer one is no word; a text with more words is found by the first of them. */
    private static final int LONGEST = 64;

    private static final int MOST = 4_000;
    private static final int MOST_REMEMBERED = 20_000;

    private final AddressKey key;
    private final SiteId site;
    private final Map<String, Long> known = new HashMap<>();

    /** The hashes of that site's words. */
    public WordHash(AddressKey key, SiteId site) {
        this.key = key;
        this.site = site;
    }

    /** The hashes of the words of a text, each once. */
    public List<Long> of(String text) {
        var hashes = new LinkedHashSet<Long>();
        var words = WORD.matcher(SearchText.fold(text));
        while (words.find() && hashes.size() < MOST) {
            if (words.end() - words.start() <= LONGEST) {
                hashes.add(hash(words.group()));
            }
        }
        return List.copyOf(hashes);
    }

    private long hash(String word) {
        if (known.size() > MOST_REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(word, it -> key.hashOfWord(site, it));
    }
}
