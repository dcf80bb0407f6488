package io.asteris.dispatcher.oauth;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.platform.egress.OutgoingHttp;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** One token that is never renewed, or none at all. */
public record FixedTokens(Access access) implements AccessTokens {
    /** The token that the captured requests bear. */
    public static final String TOKEN = "ya29.x";

    /** Calls under that token. */
    public static BearerCalls calls(OutgoingHttp http) {
        return new BearerCalls(http, new FixedTokens(new Ready(TOKEN, Instant.MAX)));
    }

    /** Calls of a provider that nobody authorised. */
    public static BearerCalls none(OutgoingHttp http) {
        return new BearerCalls(
                http,
                new FixedTokens(new Missing(
                        Answer.NotTaken.of(Cause.CONFIGURATION, Said.ours("The provider is not authorised yet.")))));
    }

    @Override
    public Uni<Access> current() {
        return Uni.createFrom().item(access);
    }

    @Override
    public Uni<Access> insteadOf(Ready refused) {
        return current();
    }

    @Override
    public Uni<Access> anew() {
        return current();
    }
}
