package io.asteris.deliverability.verdict;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers what is certainly wrong, what nobody could find out, and what the owner should know besides. */
public final class Findings {
    private static final int MOST_IN_A_HINT = 3;

    private final Set<String> faults = new LinkedHashSet<>();
    private final Set<String> doubts = new LinkedHashSet<>();
    private final Set<String> remarks = new LinkedHashSet<>();

    /** Something is certainly wrong. */
    public void fault(String sentence) {
        faults.add(sentence);
    }

    /** Something could not be read. */
    public void doubt(String sentence) {
        doubts.add(sentence);
    }

    /** Something that takes nothing from the verdict. */
    public void remark(String sentence) {
        remarks.add(sentence);
    }

    /** Whether something is certainly wrong. */
    public boolean hasFault() {
        return !faults.isEmpty();
    }

    /** Whether something could not be read. */
    public boolean hasDoubt() {
        return !doubts.isEmpty();
    }

    /** A certain fault wins over doubt, and doubt over a good word. */
    public Judgement judge() {
        if (hasFault()) {
            return new Judgement(Verdict.WARN, hint(faults, remarks));
        }
        return hasDoubt()
                ? new Judgement(Verdict.UNKNOWN, hint(doubts, remarks))
                : new Judgement(Verdict.PASS, hint(remarks, Set.of()));
    }

    /** That verdict, with the remarks behind its sentence. */
    public Judgement judge(Verdict verdict, String sentence) {
        return new Judgement(verdict, hint(List.of(sentence), remarks));
    }

    private static String hint(java.util.Collection<String> first, java.util.Collection<String> then) {
        return Stream.concat(first.stream(), then.stream())
                .filter(sentence -> !sentence.isEmpty())
                .limit(MOST_IN_A_HINT)
                .collect(Collectors.joining(" "));
    }
}
