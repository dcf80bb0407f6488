package io.asteris.deliverability.dmarc;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads policies; tags that either RFC knows, or neither, are no fault. */
final class DmarcReader {
    private static final String VERSION = "v=DMARC1";
    private static final Pattern MEANT = Pattern.compile("(?i)\\s*v\\s*=\\s*dmarc.*", Pattern.DOTALL);
    private static final Pattern BEGINS = Pattern.compile("v\\s*=\\s*DMARC1\\s*(?:;.*)?", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final List<String> POLICIES = List.of("none", "quarantine", "reject");
    private static final List<String> ALIGNMENTS = List.of("r", "s");
    private static final int ALL = 100;

    private DmarcReader() {}

    static DmarcReading read(String text) {
        if (!MEANT.matcher(text).matches()) {
            return new DmarcReading.NoPolicy();
        }
        if (!BEGINS.matcher(text).matches()) {
            return new DmarcReading.Broken("it has to begin with " + VERSION + ";, to the letter");
        }
        Map<String, String> tags = new HashMap<>();
        String[] parts = text.split(";", -1);
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            String tag = part.strip();
            if (tag.isEmpty()) {
                continue;
            }
            int equals = tag.indexOf('=');
            String name = equals < 0 ? "" : tag.substring(0, equals).strip();
            if (!NAME.matcher(name).matches()) {
                return new DmarcReading.Broken("\"" + tag + "\" is not written as tag=value");
            }
            if (tags.put(
                            name.toLowerCase(Locale.ROOT),
                            tag.substring(equals + 1).strip())
                    != null) {
                return new DmarcReading.Broken("the tag " + name + " stands there twice");
            }
        }
        return read(tags);
    }

    private static DmarcReading read(Map<String, String> tags) {
        String policy = lower(tags, "p", "");
        if (!POLICIES.contains(policy)) {
            return new DmarcReading.Broken(
                    policy.isEmpty()
                            ? "the tag p= is missing; it is none, quarantine or reject"
                            : "p= is none, quarantine or reject");
        }
        for (String tag : List.of("sp", "np")) {
            if (tags.containsKey(tag) && !POLICIES.contains(lower(tags, tag, ""))) {
                return new DmarcReading.Broken(tag + "= is none, quarantine or reject");
            }
        }
        for (String tag : List.of("adkim", "aspf")) {
            if (!ALIGNMENTS.contains(lower(tags, tag, "r"))) {
                return new DmarcReading.Broken(tag + "= is r or s");
            }
        }
        String percent = tags.getOrDefault("pct", Integer.toString(ALL));
        if (!percent.matches("[0-9]{1,3}") || Integer.parseInt(percent) > ALL) {
            return new DmarcReading.Broken("pct= is a number from 0 to 100");
        }
        return new DmarcReading.Valid(new DmarcRecord(
                policy,
                tags.containsKey("sp") ? lower(tags, "sp", "") : null,
                lower(tags, "adkim", "r").equals("s"),
                lower(tags, "aspf", "r").equals("s"),
                Integer.parseInt(percent),
                lower(tags, "t", "n").equals("y"),
                reports(tags.getOrDefault("rua", ""))));
    }

    private static List<String> reports(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(uri -> !uri.isEmpty())
                .toList();
    }

    private static String lower(Map<String, String> tags, String tag, String otherwise) {
        return tags.getOrDefault(tag, otherwise).toLowerCase(Locale.ROOT);
    }
}
