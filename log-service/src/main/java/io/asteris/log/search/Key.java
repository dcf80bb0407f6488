package io.asteris.log.search;

import io.asteris.contract.MessageId;
import io.asteris.log.fold.Status;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a term of a search is about. */
public enum Key {
    /** A word without a key: subject and recipients, and the body where that is asked for. */
    WORD(""),
    TO("to"),
    SUBJECT("subject"),
    STATUS("status"),
    BEFORE("before"),
    AFTER("after"),
    FROM_PLUGIN("from-plugin"),
    FROM("from"),
    PROVIDER("provider"),
    TAG("tag"),
    ID("id"),
    HAS("has");

    private static final String ATTACHMENT = "attachment";

    private final String word;

    Key(String word) {
        this.word = word;
    }

    /** What stands before the colon; empty for a mere word. */
    public String word() {
        return word;
    }

    /** The key of that word, in any case of letters; empty when there is none. */
    public static Optional<Key> named(String word) {
        return Arrays.stream(values())
                .filter(key -> key != WORD && key.word.equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** What is wrong with a value of this key, and what to write instead; empty when nothing is. */
    Optional<String> complaint(String value) {
        if (value.isBlank()) {
            return Optional.of(this == WORD ? "a word is missing here" : "a value is missing after " + word + ":");
        }
        return switch (this) {
            case STATUS ->
                Status.named(value.toLowerCase(Locale.ROOT)).isPresent()
                        ? Optional.empty()
                        : Optional.of("status is one of "
                                + Arrays.stream(Status.values())
                                        .map(Status::word)
                                        .collect(Collectors.joining(", ")));
            case BEFORE, AFTER ->
                isMoment(value)
                        ? Optional.empty()
                        : Optional.of(word + ": takes a day such as 2026-05-01 or a time such as 2026-05-01T09:30:00Z");
            case ID ->
                MessageId.parse(value).isPresent() ? Optional.empty() : Optional.of("this is not the id of an entry");
            case HAS -> ATTACHMENT.equals(value) ? Optional.empty() : Optional.of("has: knows only attachment");
            case WORD, TO, SUBJECT, FROM_PLUGIN, FROM, PROVIDER, TAG -> Optional.empty();
        };
    }

    private static boolean isMoment(String value) {
        try {
            Moments.read(value, java.time.ZoneOffset.UTC);
            return true;
        } catch (DateTimeException notOne) {
            return false;
        }
    }
}
