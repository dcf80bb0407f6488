package io.asteris.dispatcher.provider.ses;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.Provider.Check;
import io.asteris.dispatcher.provider.api.AnswerJson;
import io.asteris.dispatcher.provider.api.StatusTable;
import io.asteris.dispatcher.provider.api.Waits;
import io.asteris.platform.egress.HttpResult.Answered;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the answers of SES mean: the type of an error decides, and of a throttled one the text. */
final class SesAnswers {
    private static final Duration RATE_WAIT = Duration.ofSeconds(1);

    /** What the guide says of the daily quota: wait up to ten minutes, then try again. */
    private static final Duration DAILY_WAIT = Duration.ofMinutes(10);

    private static final Set<String> THROTTLED =
            Set.of("LimitExceededException", "TooManyRequestsException", "ThrottlingException", "Throttling");

    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "MailFromDomainNotVerifiedException",
            "AccountSuspendedException",
            "SendingPausedException",
            "NotFoundException",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "IncompleteSignatureException",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "MissingAuthenticationTokenException",
            "AccessDeniedException",
            "ExpiredTokenException");

    private static final Set<String> TRANSIENT = Set.of(
            "InternalServiceErrorException",
            "InternalFailure",
            "ConcurrentModificationException",
            "ServiceUnavailableException",
            "ServiceUnavailable");

    private static final String NOT_VERIFIED = "Email address is not verified";

    private SesAnswers() {}

    static Answer answer(Answered answered, Outgoing message) {
        SesError error = SesError.of(answered);
        Said said = StatusTable.said(answered, error.words());
        if (answered.status() == 200) {
            return AnswerJson.of(answered)
                    .flatMap(json -> AnswerJson.text(json, "MessageId"))
                    .<Answer>map(id ->
                            new Answer.Taken(new Said(200, null, "Amazon SES took it as " + id), id, false, List.of()))
                    .orElseGet(() -> Answer.Unknown.of(said));
        }
        if (THROTTLED.contains(error.type())) {
            return StatusTable.throttled(said, wait(answered, said));
        }
        if (OF_THE_CONNECTION.contains(error.type()) || isUnverifiedSender(error, message)) {
            return Answer.NotTaken.of(Cause.CONFIGURATION, said);
        }
        if (TRANSIENT.contains(error.type())) {
            return new Answer.NotTaken(
                    Cause.TRANSIENT, said, Waits.retryAfter(answered).orElse(null), List.of());
        }
        return StatusTable.answer(answered, error.words());
    }

    static Check finding(Answered answered) {
        SesError error = SesError.of(answered);
        Said said = StatusTable.said(answered, error.words());
        if (answered.isSuccess()) {
            return AnswerJson.of(answered)
                    .map(SesAccount::finding)
                    .orElseGet(() -> new Check(false, "This address answers, but is not Amazon SES; check endpoint."));
        }
        return switch (error.type()) {
            case "AccessDeniedException" ->
                new Check(
                        true,
                        "AWS knows these keys. They may not read the account (ses:GetAccount), so whether they may send"
                                + " (ses:SendEmail, ses:SendRawEmail) shows with the first mail. AWS says: "
                                + said.line());
            case "SignatureDoesNotMatch", "InvalidSignatureException" ->
                new Check(
                        false, "The secret access key does not belong to the access key id. AWS says: " + said.line());
            case "UnrecognizedClientException", "InvalidClientTokenId" ->
                new Check(
                        false,
                        "AWS does not know this access key id; it may be deleted, switched off, or of another part of AWS. AWS says: "
                                + said.line());
            default ->
                THROTTLED.contains(error.type())
                        ? new Check(true, "The keys work; AWS asks us to slow down: " + said.line())
                        : new Check(false, "Amazon SES answered the trial with " + said.line());
        };
    }

    /** In the sandbox recipients must be verified too; a recipient's missing verification is that message's trouble alone. */
    private static boolean isUnverifiedSender(SesError error, Outgoing message) {
        if (!error.type().equals("MessageRejected") || !error.text().contains(NOT_VERIFIED)) {
            return false;
        }
        Set<String> recipients = message.envelope().recipients().stream()
                .flatMap(recipient -> identities(recipient.mailbox().address().canonical()))
                .collect(Collectors.toSet());
        String sender = message.envelope().from().address().canonical();
        List<String> failed = Arrays.stream(
                        error.text().replaceFirst("(?s)^.*: ", "").split("[,\\s]+"))
                .map(each -> each.toLowerCase(Locale.ROOT))
                .toList();
        return identities(sender).anyMatch(failed::contains) || !recipients.containsAll(failed);
    }

    private static Stream<String> identities(String address) {
        return Stream.of(address, address.substring(address.indexOf('@') + 1));
    }

    private static @Nullable Duration wait(Answered answered, Said said) {
        String words = said.text().toLowerCase(Locale.ROOT);
        return Waits.retryAfter(answered)
                .or(() -> words.contains("sending rate") ? Optional.of(RATE_WAIT) : Optional.empty())
                .or(() -> words.contains("daily") ? Optional.of(DAILY_WAIT) : Optional.empty())
                .orElse(null);
    }
}
