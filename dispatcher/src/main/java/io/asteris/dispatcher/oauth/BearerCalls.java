package io.asteris.dispatcher.oauth;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.dispatcher.provider.api.FailedCall;
import io.asteris.platform.egress.HttpCall;
import io.asteris.platform.egress.HttpResult;
import io.asteris.platform.egress.OutgoingHttp;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/**
 * Makes calls under an access token (RFC 6750). A token that the provider refuses is replaced once and the call repeated once, since a
 * refused token means that nothing was taken (RELIABILITY 4, REFRESH).
 */
public final class BearerCalls {
    private final OutgoingHttp http;
    private final AccessTokens tokens;

    BearerCalls(OutgoingHttp http, AccessTokens tokens) {
        this.http = http;
        this.tokens = tokens;
    }

    /**
     * Makes a call and gives its verdict.
     *
     * @param call without its token
     * @param reading what an answer means
     */
    public Uni<Answer> send(HttpCall call, Function<HttpResult.Answered, Reading> reading) {
        return tokens.current().chain(access -> with(access, ready -> first(call, reading, ready)));
    }

    /** Signs in anew, then makes a call; for a test of the settings. */
    public Uni<Answer> check(HttpCall call, Function<HttpResult.Answered, Reading> reading) {
        return tokens.anew().chain(access -> with(access, ready -> last(call, reading, ready)));
    }

    private Uni<Answer> first(HttpCall call, Function<HttpResult.Answered, Reading> reading, AccessTokens.Ready ready) {
        return make(call, reading, ready).chain(read -> switch (read) {
            case Verdict verdict -> Uni.createFrom().item(verdict.answer());
            case TokenRefused refused ->
                tokens.insteadOf(ready).chain(access -> with(access, other -> last(call, reading, other)));
        });
    }

    private Uni<Answer> last(HttpCall call, Function<HttpResult.Answered, Reading> reading, AccessTokens.Ready ready) {
        return make(call, reading, ready).map(read -> switch (read) {
            case Verdict verdict -> verdict.answer();
            case TokenRefused refused -> Answer.NotTaken.of(Cause.CONFIGURATION, refused.said());
        });
    }

    private Uni<Reading> make(HttpCall call, Function<HttpResult.Answered, Reading> reading, AccessTokens.Ready ready) {
        return http.call(call.with("Authorization", "Bearer " + ready.token())).map(result -> switch (result) {
            case HttpResult.Answered answered -> reading.apply(answered);
            case HttpResult.Failed failed -> new Verdict(FailedCall.answer(failed));
        });
    }

    private static Uni<Answer> with(AccessTokens.Access access, Function<AccessTokens.Ready, Uni<Answer>> call) {
        return switch (access) {
            case AccessTokens.Ready ready -> call.apply(ready);
            case AccessTokens.Missing missing -> Uni.createFrom().item(missing.answer());
        };
    }

    /** What an answer means. */
    public sealed interface Reading {}

    /** It says what became of the message. */
    public record Verdict(Answer answer) implements Reading {}

    /** It says that the token is no good. */
    public record TokenRefused(Said said) implements Reading {}
}
