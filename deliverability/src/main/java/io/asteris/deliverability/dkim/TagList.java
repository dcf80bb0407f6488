package io.asteris.deliverability.dkim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A list of {@code tag=value} as DKIM writes it (RFC 6376 3.2). */
final class TagList {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    private final Map<String, String> tags;

    private TagList(Map<String, String> tags) {
        this.tags = tags;
    }

    /** The list; empty when the text is none, or names a tag twice. */
    static Optional<TagList> read(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        String[] parts = text.split(";", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.isEmpty() && i == parts.length - 1) {
                break;
            }
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals).strip();
            if (equals < 0 || !NAME.matcher(name).matches()) {
                return Optional.empty();
            }
            if (tags.put(name, part.substring(equals + 1).strip()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new TagList(tags));
    }

    Optional<String> value(String tag) {
        return Optional.ofNullable(tags.get(tag));
    }

    /** Whether that tag, if there, is the first. */
    boolean isFirstIfThere(String tag) {
        return !tags.containsKey(tag) || tags.keySet().iterator().next().equals(tag);
    }

    /** Whether a list of words separated by colons has one of these; true when the tag is absent. */
    boolean allows(String tag, String... words) {
        return value(tag)
                .map(list -> java.util.Arrays.stream(list.split(":", -1))
                        .map(String::strip)
                        .anyMatch(word -> java.util.List.of(words).contains(word)))
                .orElse(true);
    }
}
