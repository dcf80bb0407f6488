package io.asteris.deliverability.verdict;

/**
 * A verdict with what the owner should do about it.
 *
 * @param hint empty when there is nothing to say
 */
public record Judgement(Verdict verdict, String hint) {
    /** The same verdict with a further sentence. */
    public Judgement with(String sentence) {
        return sentence.isEmpty() ? this : new Judgement(verdict, hint.isEmpty() ? sentence : hint + " " + sentence);
    }
}
