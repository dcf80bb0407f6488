package io.asteris.dispatcher.provider.gmail;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.dispatcher.oauth.BearerCalls.Reading;
import io.asteris.dispatcher.oauth.BearerCalls.TokenRefused;
import io.asteris.dispatcher.oauth.BearerCalls.Verdict;
import io.asteris.dispatcher.provider.api.AnswerJson;
import io.asteris.dispatcher.provider.api.Waits;
import io.asteris.platform.egress.HttpResult;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Gmail API's answers mean for a message. */
final class GmailAnswers {
    private static final Set<String> RATE = Set.of("ratelimitexceeded", "userratelimitexceeded");
    private static final Set<String> DAY = Set.of("dailylimitexceeded", "quotaexceeded");
    private static final Set<String> SCOPE =
            Set.of("insufficientpermissions", "access_token_scope_insufficient", "insufficientscopes");

    /** Gmail says until when in its words, and coming back early makes it later. */
    private static final Pattern UNTIL = Pattern.compile("[Rr]etry after (\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z)");

    /** A day's limit frees itself within hours; Gmail does not say when. */
    private static final Duration DAYS_WAIT = Duration.ofHours(6);

    private GmailAnswers() {}

    /** The answer to a message. */
    static Reading ofSend(HttpResult.Answered answered) {
        if (answered.isSuccess()) {
            return new Verdict(AnswerJson.of(answered)
                    .flatMap(answer -> AnswerJson.text(answer, "id"))
                    .<Answer>map(id -> new Answer.Taken(
                            new Said(answered.status(), null, "Gmail took it as " + id), id, false, List.of()))
                    .orElseGet(() -> Answer.Unknown.of(new Said(
                            answered.status(), null, "Gmail said yes without naming the message; it may have it."))));
        }
        return refusal(answered);
    }

    /** The answer to the question for the profile, which only a broader right may see. */
    static Reading ofProfile(HttpResult.Answered answered) {
        Optional<GmailError> error = GmailError.of(answered);
        boolean signedIn = answered.isSuccess()
                || (answered.status() == 403
                        && error.filter(GmailAnswers::isAboutScope).isPresent());
        return signedIn
                ? new Verdict(new Answer.Taken(Said.ours("signed in"), null, false, List.of()))
                : refusal(answered);
    }

    private static Reading refusal(HttpResult.Answered answered) {
        int status = answered.status();
        Optional<GmailError> error = GmailError.of(answered);
        Said said = new Said(status, null, error.map(GmailError::words).orElse("Gmail gave no reason"));
        String reason = error.map(GmailError::reason).orElse("");
        if (status == 401) {
            return new TokenRefused(said);
        }
        Answer answer =
                switch (status) {
                    case 400 ->
                        reason.equals("failedprecondition") || reason.equals("failed_precondition")
                                ? Answer.NotTaken.of(Cause.CONFIGURATION, said)
                                : Answer.Refused.message(said);
                    case 403 -> forbidden(answered, said, reason);
                    case 429 -> throttled(answered, said, reason);
                    // Never the message's fault: the address is ours.
                    case 404, 405 -> Answer.NotTaken.of(Cause.CONFIGURATION, said);
                    case 408, 503 -> later(answered, said);
                    // In Gmail's own words it was not taken; in those of something between us it may have been.
                    default ->
                        status < 500
                                ? Answer.Refused.message(said)
                                : error.isPresent() ? later(answered, said) : Answer.Unknown.of(said);
                };
        return new Verdict(answer);
    }

    private static Answer forbidden(HttpResult.Answered answered, Said said, String reason) {
        return RATE.contains(reason) || DAY.contains(reason)
                ? throttled(answered, said, reason)
                : Answer.NotTaken.of(Cause.CONFIGURATION, said);
    }

    private static Answer throttled(HttpResult.Answered answered, Said said, String reason) {
        Duration wait = Waits.retryAfter(answered)
                .or(() -> until(answered, said.text()))
                .orElse(DAY.contains(reason) ? DAYS_WAIT : null);
        return new Answer.NotTaken(Cause.THROTTLED, said, wait, List.of());
    }

    private static Answer later(HttpResult.Answered answered, Said said) {
        return new Answer.NotTaken(
                Cause.TRANSIENT, said, Waits.retryAfter(answered).orElse(null), List.of());
    }

    private static Optional<Duration> until(HttpResult.Answered answered, String words) {
        Matcher until = UNTIL.matcher(words);
        if (!until.find()) {
            return Optional.empty();
        }
        try {
            return Waits.until(answered, Instant.parse(until.group(1)));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private static boolean isAboutScope(GmailError error) {
        return SCOPE.contains(error.reason())
                || error.words().toLowerCase(Locale.ROOT).contains("insufficient authentication scopes");
    }
}
