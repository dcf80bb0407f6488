package io.asteris.dispatcher.oauth;

import io.asteris.dispatcher.provider.api.AnswerJson;
import io.asteris.dispatcher.provider.api.Waits;
import io.asteris.platform.egress.HttpResult;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a token endpoint answered (RFC 6749 5). An answer without an access token is a failure, whatever its status. */
final class TokenReading {
    /** RFC 6749 5.1 leaves the lifetime to the documentation when it is absent; both servers we know always give it. */
    private static final Duration UNSAID = Duration.ofMinutes(30);

    private static final Duration LONGEST = Duration.ofDays(2);

    private static final Set<String> SIGN_IN_AGAIN =
            Set.of("invalid_grant", "interaction_required", "consent_required", "login_required", "access_denied");
    private static final Set<String> LATER = Set.of("temporarily_unavailable", "server_error", "slow_down");

    /** RFC 6750 2.1 and more: a token goes into a header and must not break out of it. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,60000}");

    private TokenReading() {}

    /** What an answer of the endpoint is. */
    static TokenAnswer of(HttpResult.Answered answered, OAuthRules rules) {
        int status = answered.status();
        Duration retryAfter = Waits.retryAfter(answered).orElse(null);
        Optional<JsonObject> json = AnswerJson.of(answered);
        String error = json.flatMap(answer -> AnswerJson.text(answer, "error")).orElse("");
        if (status >= 500 || status == 429 || status == 408 || LATER.contains(error)) {
            return new TokenAnswer.Busy(
                    rules.server() + " cannot renew access right now (" + status + "). It is tried again.", retryAfter);
        }
        if (status == 200 && error.isEmpty()) {
            return json.flatMap(TokenReading::granted)
                    .<TokenAnswer>map(granted -> granted)
                    .orElseGet(() -> new TokenAnswer.Busy(
                            rules.server() + " answered without an access token. It is tried again.", retryAfter));
        }
        TokenTrouble trouble =
                TokenTrouble.of(error, json.map(TokenReading::description).orElse(""));
        String words = trouble.words(rules.server(), status);
        return SIGN_IN_AGAIN.contains(error) ? new TokenAnswer.Over(words) : new TokenAnswer.Misconfigured(words);
    }

    private static Optional<TokenAnswer.Granted> granted(JsonObject answer) {
        boolean bearer = AnswerJson.text(answer, "token_type")
                .map("bearer"::equalsIgnoreCase)
                .orElse(true);
        return AnswerJson.text(answer, "access_token")
                .filter(token -> bearer && TOKEN.matcher(token).matches())
                .map(token -> new TokenAnswer.Granted(
                        token,
                        AnswerJson.text(answer, "refresh_token")
                                .filter(refresh -> TOKEN.matcher(refresh).matches())
                                .orElse(null),
                        lifetime(answer),
                        AnswerJson.text(answer, "scope").orElse(null)));
    }

    /** Some servers write the number as a text. */
    private static Duration lifetime(JsonObject answer) {
        try {
            String seconds = String.valueOf(answer.getValue("expires_in", UNSAID.toSeconds()));
            Duration lifetime = Duration.ofSeconds((long) Double.parseDouble(seconds));
            if (lifetime.isNegative() || lifetime.isZero()) {
                return UNSAID;
            }
            return lifetime.compareTo(LONGEST) > 0 ? LONGEST : lifetime;
        } catch (NumberFormatException none) {
            return UNSAID;
        }
    }

    private static String description(JsonObject answer) {
        return AnswerJson.text(answer, "error_description").orElse("") + " " + answer.getValue("error_codes", "");
    }
}
