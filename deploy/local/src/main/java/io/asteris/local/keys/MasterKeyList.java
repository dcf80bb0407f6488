package io.asteris.local.keys;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The setting of master keys as services read it: {@code kid:base64,…}, the current one first; one without an id has the id 1. */
record MasterKeyList(List<Entry> entries) {
    private static final int OCTETS = 32;
    private static final String FIRST = "1";

    MasterKeyList {
        entries = List.copyOf(entries);
    }

    static MasterKeyList parse(String setting) {
        List<Entry> entries = new ArrayList<>();
        for (String entry : setting.strip().split(",", -1)) {
            int colon = entry.indexOf(':');
            entries.add(new Entry(colon < 0 ? FIRST : entry.substring(0, colon), entry.substring(colon + 1)));
        }
        return new MasterKeyList(entries);
    }

    String text() {
        return entries.stream().map(entry -> entry.kid() + ":" + entry.base64()).collect(Collectors.joining(","));
    }

    Entry current() {
        return entries.getFirst();
    }

    /** With one more key, which is known and not yet current. */
    MasterKeyList withNew() {
        int highest = entries.stream()
                .map(Entry::kid)
                .filter(kid -> kid.matches("\\d{1,8}"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
        byte[] octets = new byte[OCTETS];
        new SecureRandom().nextBytes(octets);
        List<Entry> more = new ArrayList<>(entries);
        more.add(new Entry(String.valueOf(highest + 1), Base64.getEncoder().encodeToString(octets)));
        return new MasterKeyList(more);
    }

    /** The key that was made last. */
    Entry newest() {
        return entries.stream()
                .max(Comparator.comparingInt((Entry entry) -> entry.kid().length())
                        .thenComparing(Entry::kid))
                .orElseThrow();
    }

    /** The same keys with the newest one current. */
    MasterKeyList turned() {
        List<Entry> turned = new ArrayList<>(entries);
        turned.remove(newest());
        turned.addFirst(newest());
        return new MasterKeyList(turned);
    }

    /** The current key alone. */
    MasterKeyList currentOnly() {
        return new MasterKeyList(List.of(current()));
    }

    /** One key; shows only its id. */
    record Entry(String kid, String base64) {
        @Override
        public String toString() {
            return kid;
        }
    }
}
