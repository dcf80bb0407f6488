package io.asteris.dispatcher.provider.sendgrid;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.dispatcher.provider.Provider.Check;
import io.asteris.dispatcher.provider.api.AnswerJson;
import io.asteris.dispatcher.provider.api.StatusTable;
import io.asteris.dispatcher.provider.api.Waits;
import io.asteris.platform.egress.HttpResult.Answered;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What SendGrid's answers mean. Its quota answers come with the status of a bad key or a missing right. */
final class SendGridAnswers {
    /** Credits come back with the plan, limits within hours to a day; neither answer says when. */
    private static final Duration QUOTA_WAIT = Duration.ofHours(1);

    private static final Said SIMULATED =
            new Said(200, null, "simulated: SendGrid checked the message in sandbox mode and sent nothing");

    private SendGridAnswers() {}

    static Answer answer(Answered answered) {
        Optional<String> error = error(answered);
        Said said = StatusTable.said(answered, error);
        return switch (answered.status()) {
            case 202 -> taken(answered.header("X-Message-Id").orElse(null));
            case 200 ->
                answered.text().isBlank()
                        ? new Answer.Taken(SIMULATED, null, true, List.of())
                        : StatusTable.answer(answered, error);
            case 401, 403 ->
                isQuota(said) ? StatusTable.throttled(said, QUOTA_WAIT) : Answer.NotTaken.of(Cause.CONFIGURATION, said);
            case 429 ->
                StatusTable.throttled(
                        said,
                        Waits.retryAfter(answered)
                                .or(() -> Waits.untilSeconds(answered, "X-RateLimit-Reset"))
                                .orElse(null));
            default -> StatusTable.answer(answered, error);
        };
    }

    /** The answer itself has no words. */
    private static Answer taken(@Nullable String id) {
        String words = id == null ? "SendGrid took it" : "SendGrid took it as " + id;
        return new Answer.Taken(new Said(202, null, words), id, false, List.of());
    }

    /** @param fromIsTheirs whether the trial bore the sender of the settings, not a stand-in */
    static Check finding(Answered answered, boolean fromIsTheirs) {
        Said said = StatusTable.said(answered, error(answered));
        String words = said.text().toLowerCase(Locale.ROOT);
        return switch (answered.status()) {
            case 200 ->
                new Check(true, "SendGrid takes mail with this key; checked in sandbox mode, nothing was sent.");
            case 401, 403 -> {
                if (isQuota(said)) {
                    yield new Check(
                            true,
                            "The key works, but the account has used up what it may send now; mail waits. SendGrid says: "
                                    + said.line());
                }
                if (words.contains("sender identity")) {
                    yield new Check(
                            !fromIsTheirs,
                            fromIsTheirs
                                    ? "The key works, but From email is no verified Sender Identity. Verify it in SendGrid under"
                                            + " Settings > Sender Authentication. SendGrid says: " + said.line()
                                    : "The key works. Set From email to a verified Sender Identity to have that checked too.");
                }
                yield new Check(
                        false,
                        answered.status() == 401
                                ? "SendGrid does not know this API key; make a new one under Settings > API Keys. In the EU a key"
                                        + " works with region eu only. SendGrid says: " + said.line()
                                : "The API key lacks the scope Mail Send; give it that under Settings > API Keys. SendGrid says: "
                                        + said.line());
            }
            case 404, 405 ->
                new Check(false, "There is no SendGrid API at this address; check base_url. It says: " + said.line());
            case 429 -> new Check(true, "The key works; SendGrid asks us to slow down: " + said.line());
            default -> new Check(false, "SendGrid answered the trial with " + said.line());
        };
    }

    private static boolean isQuota(Said said) {
        String words = said.text().toLowerCase(Locale.ROOT);
        return words.contains("maximum credits exceeded") || words.contains("exceeded your messaging limits");
    }

    /** The messages of SendGrid's own form of error; empty when the body has another form. */
    private static Optional<String> error(Answered answered) {
        return AnswerJson.of(answered)
                .map(json -> AnswerJson.objects(json, "errors")
                        .map(error -> AnswerJson.text(error, "field")
                                        .map(field -> field + ": ")
                                        .orElse("")
                                + AnswerJson.text(error, "message").orElse(""))
                        .collect(Collectors.joining("; ")))
                .filter(words -> !words.isBlank());
    }
}
