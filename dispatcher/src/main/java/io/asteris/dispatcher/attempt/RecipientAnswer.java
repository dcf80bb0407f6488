package io.asteris.dispatcher.attempt;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said of one recipient where that differs from its answer to the message: refused for good
 * ({@link Cause#RECIPIENT}, {@link Cause#PERMANENT}) or refused for now (every other cause).
 *
 * @param position the recipient's place in the message, 0-based over to, cc, bcc
 * @param retryAfter how long to wait before asking again for this recipient; null when the schedule decides
 */
public record RecipientAnswer(
        int position, Cause cause, Said said, @Nullable Duration retryAfter) {
    /** RELIABILITY 4: the only codes that say the mailbox or its domain does not exist. */
    private static final Set<String> NO_SUCH_MAILBOX = Set.of("5.1.1", "5.1.2", "5.1.6", "5.1.10");

    /** A refusal for good of this recipient alone. */
    public static RecipientAnswer refused(int position, Said said) {
        return new RecipientAnswer(position, Cause.RECIPIENT, said, null);
    }

    /** Whether this recipient is not to be asked for again. */
    public boolean isRefused() {
        return cause == Cause.RECIPIENT || cause == Cause.PERMANENT;
    }

    /** {@link AnswerKind#REFUSED} or {@link AnswerKind#NOT_TAKEN}. */
    public AnswerKind kind() {
        return isRefused() ? AnswerKind.REFUSED : AnswerKind.NOT_TAKEN;
    }

    /** Whether the refusal proves that the mailbox does not exist, so that the address joins the suppressions. */
    public boolean suppresses() {
        return isRefused() && said.enhanced() != null && NO_SUCH_MAILBOX.contains(said.enhanced());
    }
}
