package io.asteris.dispatcher.provider.mailgun;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Mailgun's answers mean: 200 is success only with an id, and the time to wait stands in the text. */
final class MailgunAnswers {
    private static final Pattern AGAIN = Pattern.compile(
            "try again after ([A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} [A-Z]{3})");

    /** What a wrong path answers, with status 200. */
    private static final String WRONG_PATH = "Mailgun Magnificent API";

    private MailgunAnswers() {}

    static Answer answer(Answered answered) {
        Optional<String> error = error(answered);
        Said said = StatusTable.said(answered, error);
        return switch (answered.status()) {
            case 200 -> ok(answered, said);
            case 400 -> isThrottled(said) ? throttled(answered, said) : bad(said, isAboutTheDomain(said));
            case 402 -> bad(said, isAboutTheAccount(said));
            case 403 -> isThrottled(said) ? throttled(answered, said) : bad(said, true);
            case 429 -> throttled(answered, said);
            default -> StatusTable.answer(answered, error);
        };
    }

    static Check finding(Answered answered) {
        Said said = StatusTable.said(answered, error(answered));
        return switch (answered.status()) {
            case 200 ->
                said.text().contains(WRONG_PATH)
                        ? new Check(false, "This address leads past Mailgun's API; check domain and base_url.")
                        : new Check(true, "Mailgun takes mail with this key for this domain; nothing was sent.");
            case 400 ->
                isAboutTheDomain(said)
                        ? new Check(false, "The key works, but the domain may not send. Mailgun says: " + said.line())
                        : new Check(true, "Mailgun takes mail with this key for this domain; nothing was sent.");
            case 401 ->
                new Check(
                        false,
                        "Mailgun does not know this API key; take the private key from Settings > API Keys, or a sending key of"
                                + " this domain. The webhook signing key is another. Mailgun says: " + said.line());
            case 404 ->
                new Check(
                        false,
                        "Mailgun does not know this domain here: check its spelling, and whether the account is in the other region"
                                + " (us, eu). Mailgun says: " + said.line());
            case 429 -> new Check(true, "The key works; Mailgun asks us to wait: " + said.line());
            default -> new Check(false, "Mailgun answered the trial with " + said.line());
        };
    }

    private static Answer ok(Answered answered, Said said) {
        // Events name it without its brackets.
        return AnswerJson.of(answered)
                .flatMap(json -> AnswerJson.text(json, "id"))
                .<Answer>map(id -> new Answer.Taken(said, id.replaceAll("^<|>$", ""), false, List.of()))
                .orElseGet(() -> said.text().contains(WRONG_PATH)
                        ? Answer.NotTaken.of(Cause.CONFIGURATION, said)
                        : Answer.Unknown.of(said));
    }

    private static Answer bad(Said said, boolean ofTheConnection) {
        return ofTheConnection ? Answer.NotTaken.of(Cause.CONFIGURATION, said) : Answer.Refused.message(said);
    }

    private static boolean isAboutTheDomain(Said said) {
        return said.text().contains("is not allowed to send");
    }

    private static boolean isAboutTheAccount(Said said) {
        String words = said.text().toLowerCase(Locale.ROOT);
        return Stream.of("account", "payment", "plan", "billing", "disabled").anyMatch(words::contains);
    }

    private static boolean isThrottled(Said said) {
        return said.text().contains("limit exceeded, try again after");
    }

    private static Answer throttled(Answered answered, Said said) {
        Optional<Duration> wait = Waits.retryAfter(answered).or(() -> {
            Matcher again = AGAIN.matcher(said.text());
            return again.find()
                    ? Waits.time(again.group(1)).flatMap(time -> Waits.until(answered, time))
                    : Optional.empty();
        });
        return StatusTable.throttled(said, wait.orElse(null));
    }

    /** The message of Mailgun's own form of error. */
    static Optional<String> error(Answered answered) {
        return AnswerJson.of(answered).flatMap(json -> AnswerJson.text(json, "message"));
    }
}
