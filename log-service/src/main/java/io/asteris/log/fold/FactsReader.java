package io.asteris.log.fold;

import io.asteris.contract.Cause;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads facts in the {@link FactsForm}, in one pass: an export reads those of every entry. */
final class FactsReader {
    private static final int MOST_BITS = 63;

    private final long base;
    private final byte[] octets;
    private int at;

    /** Where the fact ends that is being read. */
    private int end;

    /** Of the last long text that stood for itself: how many octets it has, and where they end. */
    private int longLength;

    private int longEnd;

    private FactsReader(long base, byte[] octets) {
        this.base = base;
        this.octets = octets;
        this.end = octets.length;
    }

    /** The history of which {@link FactsWriter} wrote these. */
    static History read(Instant accepted, Optional<Acceptance> acceptance, byte[] octets) {
        return new FactsReader(accepted.toEpochMilli(), octets).history(acceptance);
    }

    private History history(Optional<Acceptance> acceptance) {
        if (octet() != FactsForm.VERSION) {
            throw new UnreadableFactsException("they are of another version");
        }
        var attempts = new ArrayList<Attempt>(2);
        var states = new ArrayList<StateChange>(2);
        var outcomes = new ArrayList<Outcome>(0);
        while (at < octets.length) {
            end = octets.length;
            int kind = integer();
            int length = size();
            end = at + length;
            switch (kind) {
                case FactsForm.ATTEMPT -> add(attempts, attempt(), History.BY_NUMBER);
                case FactsForm.STATE -> add(states, state(), History.BY_VERSION);
                case FactsForm.OUTCOME -> add(outcomes, outcome(), Comparator.naturalOrder());
                default -> {
                    // Of a later version.
                }
            }
            at = end;
        }
        return new History(acceptance, attempts, states, outcomes);
    }

    private static <T> void add(List<T> facts, T more, Comparator<? super T> order) {
        if (!facts.isEmpty() && order.compare(facts.getLast(), more) >= 0) {
            throw new UnreadableFactsException("they are not in order");
        }
        facts.add(more);
    }

    private Attempt attempt() {
        int number = integer();
        String provider = someText();
        Instant startedAt = moment();
        long millis = number();
        var answer = Codes.ANSWERS.word(integer());
        int causeCode = integer();
        Cause cause = causeCode == 0 ? null : Codes.CAUSES.word(causeCode);
        int marks = integer();
        return new Attempt(
                number,
                provider,
                startedAt,
                millis,
                answer,
                cause,
                code(marks),
                text(),
                someText(),
                text(),
                (marks & FactsForm.POSSIBLE_DUPLICATE) != 0,
                list(this::said));
    }

    private Attempt.Said said() {
        return new Attempt.Said(position(), Codes.ANSWERS.word(integer()), code(integer()), text(), someText());
    }

    private @Nullable Integer code(int marks) {
        return (marks & FactsForm.HAS_CODE) == 0 ? null : integer();
    }

    private StateChange state() {
        int version = integer();
        var state = Codes.STATES.word(integer());
        Instant moment = moment();
        String reason = someText();
        int marks = integer();
        Instant until = (marks & FactsForm.HAS_UNTIL) == 0 ? null : moment();
        return new StateChange(
                version, state, moment, reason, until, (marks & FactsForm.CORRECTION) != 0, list(this::skip));
    }

    private StateChange.Skip skip() {
        return new StateChange.Skip(position(), someText());
    }

    private Outcome outcome() {
        return new Outcome(position(), Codes.KINDS.word(integer()), moment(), someText(), someText());
    }

    private <T> List<T> list(Supplier<T> item) {
        int count = size();
        if (count == 0) {
            return List.of();
        }
        var items = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.get());
        }
        return items;
    }

    private Instant moment() {
        return Instant.ofEpochMilli(base + number());
    }

    private String someText() {
        String text = text();
        if (text == null) {
            throw new UnreadableFactsException("a text is missing");
        }
        return text;
    }

    private @Nullable String text() {
        long size = number();
        if (size == 0) {
            return null;
        }
        if (size < 0) {
            return endOfLong(-size);
        }
        int length = within(size - 1);
        var text = new String(octets, at, length, StandardCharsets.UTF_8);
        at += length;
        if (length >= FactsForm.LONG) {
            longLength = length;
            longEnd = at;
        }
        return text;
    }

    private String endOfLong(long length) {
        if (length < 0 || length > longLength) {
            throw new UnreadableFactsException("a text is the end of none");
        }
        return new String(octets, longEnd - (int) length, (int) length, StandardCharsets.UTF_8);
    }

    private int position() {
        int position = integer();
        if (position < 0) {
            throw new UnreadableFactsException("a recipient without a place");
        }
        return position;
    }

    /** How much follows: no more than there are octets. */
    private int size() {
        return within(number());
    }

    private int within(long size) {
        if (size < 0 || size > end - at) {
            throw new UnreadableFactsException("they end too soon");
        }
        return (int) size;
    }

    private int integer() {
        long number = number();
        if (number != (int) number) {
            throw new UnreadableFactsException("a number is too large");
        }
        return (int) number;
    }

    private long number() {
        long bits = 0;
        for (int shift = 0; shift <= MOST_BITS; shift += 7) {
            int octet = octet();
            bits |= (octet & 0x7fL) << shift;
            if (octet < 0x80) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw new UnreadableFactsException("a number is too long");
    }

    private int octet() {
        if (at >= end) {
            throw new UnreadableFactsException("they end too soon");
        }
        return octets[at++] & 0xff;
    }
}
