package io.asteris.gateway.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what the caller says about a message rather than in it: source, tags and metadata, which travel in clear. */
final class LabelFields {
    static final int MAX_TAGS = 10;
    static final int MAX_TAG_OCTETS = 64;
    static final int MAX_METADATA = 20;
    static final int MAX_KEY_OCTETS = 40;
    static final int MAX_VALUE_OCTETS = 200;
    static final int MAX_METADATA_OCTETS = 2048;
    static final int MAX_SOURCE_OCTETS = 100;

    private static final Set<String> SOURCE_TYPES = Set.of("plugin", "mu-plugin", "theme", "core", "api");

    private final JsonParser parser;
    private final JsonValues values;
    private final Findings findings;

    private String source = "";
    private final List<String> tags = new ArrayList<>();
    private final SortedMap<String, String> metadata = new TreeMap<>();
    private int metadataOctets;

    LabelFields(JsonParser parser, JsonValues values, Findings findings) {
        this.parser = parser;
        this.values = values;
        this.findings = findings;
    }

    /** A source is a word, or {@code {type, slug, name}} of which the slug is what mail is found by later. */
    void readSource(String pointer) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            source = label(pointer, MAX_SOURCE_OCTETS);
            return;
        }
        var parts = new String[] {"", ""};
        values.members(pointer, 8, (place, name, index) -> {
            switch (name) {
                case "type" -> parts[0] = sourceType(place);
                case "slug" -> parts[1] = label(place, MAX_SOURCE_OCTETS);
                case "name" -> label(place, MAX_SOURCE_OCTETS);
                default -> values.unknown(place);
            }
        });
        source = parts[1].isEmpty() ? parts[0] : parts[1];
        if (source.isEmpty()) {
            findings.add(pointer, "a source needs a slug or a type");
        }
    }

    private String sourceType(String pointer) throws IOException {
        String type = label(pointer, MAX_SOURCE_OCTETS);
        if (!type.isEmpty() && !SOURCE_TYPES.contains(type)) {
            findings.add(pointer, "a source is of type plugin, mu-plugin, theme, core or api");
        }
        return type;
    }

    void readTags(String pointer) throws IOException {
        values.elements(pointer, MAX_TAGS, (place, name, index) -> {
            String tag = label(place, MAX_TAG_OCTETS);
            if (!tag.isEmpty() && !tags.contains(tag)) {
                tags.add(tag);
            }
        });
    }

    void readMetadata(String pointer) throws IOException {
        values.members(pointer, MAX_METADATA, this::entry);
        if (metadataOctets > MAX_METADATA_OCTETS) {
            findings.add(pointer, "all metadata together has at most " + MAX_METADATA_OCTETS + " octets");
        }
    }

    private void entry(String pointer, String key, int index) throws IOException {
        String value = parser.currentToken() == JsonToken.VALUE_NULL ? null : values.scalar(pointer);
        if (value != null
                && Texts.label(findings, pointer, key, MAX_KEY_OCTETS)
                && Texts.label(findings, pointer, value, MAX_VALUE_OCTETS)) {
            metadata.put(key, value);
            metadataOctets += octets(key) + octets(value);
        }
    }

    private String label(String pointer, int maxOctets) throws IOException {
        String text = values.text(pointer);
        if (text == null) {
            return "";
        }
        return Texts.label(findings, pointer, text.strip(), maxOctets) ? text.strip() : "";
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    String source() {
        return source;
    }

    List<String> tags() {
        return tags;
    }

    SortedMap<String, String> metadata() {
        return metadata;
    }
}
