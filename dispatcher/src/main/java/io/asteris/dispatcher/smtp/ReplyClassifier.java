package io.asteris.dispatcher.smtp;

import io.asteris.contract.Cause;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a refusing reply means (providers/smtp.md, "Answers"). The enhanced code rules over the three digits; without
 * one, or with one that says success, the digits rule.
 */
final class ReplyClassifier {
    /** Greylisting servers want to see time pass; sooner tries start the clock anew with some. */
    static final Duration GREYLIST_WAIT = Duration.ofMinutes(5);

    private static final Set<Integer> SIGN_IN = Set.of(530, 534, 535, 538);
    private static final Pattern GREYLISTED = Pattern.compile("gr[ea]y-?list", Pattern.CASE_INSENSITIVE);
    private static final Pattern TOO_MUCH = Pattern.compile(
            "gr[ea]y-?list|\\brate\\b|\\bratelimit|throttl|\\b(?:daily|sending)\\b.*\\bquota\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TOO_MANY_RECIPIENTS = Pattern.compile("too many recip", Pattern.CASE_INSENSITIVE);

    private ReplyClassifier() {}

    /** Why that reply, which is no success, did not take what was asked, and how long to wait. */
    static Verdict classify(Stage stage, SmtpReply reply) {
        if (reply.isClosing()) {
            return Verdict.of(Cause.TRANSIENT);
        }
        if (stage.isSetup()) {
            return setup(reply);
        }
        if (isTooManyRecipients(stage, reply)) {
            // The server stays willing: the rest may come in a message of its own at once.
            return new Verdict(Cause.TRANSIENT, Duration.ZERO);
        }
        if (isMailboxFull(reply)) {
            return Verdict.of(Cause.TRANSIENT);
        }
        return isTemporary(reply) ? temporary(reply) : permanent(stage, reply);
    }

    private static Verdict setup(SmtpReply reply) {
        if (!isTemporary(reply)) {
            return Verdict.of(Cause.CONFIGURATION);
        }
        // SES answers its sending rate on AUTH; "4.7.0 too many login attempts" is not that.
        boolean throttled = TOO_MUCH.matcher(reply.text()).find();
        return Verdict.of(throttled ? Cause.THROTTLED : Cause.TRANSIENT);
    }

    private static Verdict temporary(SmtpReply reply) {
        if (GREYLISTED.matcher(reply.text()).find()) {
            return new Verdict(Cause.THROTTLED, GREYLIST_WAIT);
        }
        EnhancedCode enhanced = reply.enhanced();
        boolean policy = (reply.code() == 450 || reply.code() == 451) && enhanced != null && enhanced.subject() == 7;
        // 432 is Exchange Online's sender limit of so many messages a minute.
        boolean throttled =
                policy || reply.code() == 432 || TOO_MUCH.matcher(reply.text()).find();
        return Verdict.of(throttled ? Cause.THROTTLED : Cause.TRANSIENT);
    }

    private static Verdict permanent(Stage stage, SmtpReply reply) {
        EnhancedCode enhanced = reply.enhanced();
        boolean dailyLimit = enhanced != null && enhanced.is(4, 5);
        if (dailyLimit || reply.text().contains("SubmissionQuotaExceeded")) {
            return Verdict.of(Cause.THROTTLED);
        }
        if (isSignIn(reply) || isBadSender(stage, reply)) {
            return Verdict.of(Cause.CONFIGURATION);
        }
        return Verdict.of(stage == Stage.RCPT && !isAboutMessage(reply) ? Cause.RECIPIENT : Cause.PERMANENT);
    }

    private static boolean isTemporary(SmtpReply reply) {
        EnhancedCode enhanced = reply.enhanced();
        return (enhanced == null || enhanced.status() == 2) ? reply.code() / 100 == 4 : enhanced.status() == 4;
    }

    /** Mailbox full passes in nature, even with a 5: it must not suppress. */
    private static boolean isMailboxFull(SmtpReply reply) {
        return reply.enhanced() != null && reply.enhanced().is(2, 2);
    }

    /** RFC 5321 4.5.3.1.10: 452, and 552 of older servers. */
    private static boolean isTooManyRecipients(Stage stage, SmtpReply reply) {
        if (stage != Stage.RCPT || (reply.code() != 452 && reply.code() != 552)) {
            return false;
        }
        EnhancedCode enhanced = reply.enhanced();
        return (enhanced != null && enhanced.is(5, 3))
                || TOO_MANY_RECIPIENTS.matcher(reply.text()).find();
    }

    private static boolean isSignIn(SmtpReply reply) {
        EnhancedCode enhanced = reply.enhanced();
        // 5.7.57 and 5.7.60 are Exchange Online's "not authenticated" and "may not send as".
        return SIGN_IN.contains(reply.code())
                || (enhanced != null
                        && (enhanced.is(7, 8)
                                || enhanced.is(7, 9)
                                || enhanced.is(7, 11)
                                || enhanced.is(7, 57)
                                || enhanced.is(7, 60)));
    }

    /** A sender that the server will not have, said at MAIL or, as Postfix does by default, at RCPT with 5.1.7 or 5.1.8. */
    private static boolean isBadSender(Stage stage, SmtpReply reply) {
        EnhancedCode enhanced = reply.enhanced();
        if (stage == Stage.MAIL) {
            return !isTooBig(reply);
        }
        return stage == Stage.RCPT && enhanced != null && (enhanced.is(1, 7) || enhanced.is(1, 8));
    }

    private static boolean isTooBig(SmtpReply reply) {
        EnhancedCode enhanced = reply.enhanced();
        return enhanced == null
                ? reply.code() == 552
                : enhanced.is(3, 4) || enhanced.is(2, 3) || enhanced.subject() == 6;
    }

    /** Policy, relaying and size say nothing against the recipient, though RCPT was where the server said it. */
    private static boolean isAboutMessage(SmtpReply reply) {
        EnhancedCode enhanced = reply.enhanced();
        return enhanced != null && (enhanced.subject() == 7 || isTooBig(reply));
    }

    /**
     * What a refusing reply means.
     *
     * @param retryAfter the wait that is asked for; zero when the same server may be asked at once; null when the schedule
     *     decides
     */
    record Verdict(Cause cause, @Nullable Duration retryAfter) {
        static Verdict of(Cause cause) {
            return new Verdict(cause, null);
        }
    }
}
