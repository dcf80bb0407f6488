package io.asteris.dispatcher.oauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a token endpoint made of a code or a refresh token. */
public sealed interface TokenAnswer {
    /**
     * Tokens.
     *
     * @param refreshToken the one to use from now on; null when the one before stays
     * @param lifetime how long the access token is good for
     * @param scope what was granted; null when it is what was asked for
     */
    record Granted(
            String accessToken,
            @Nullable String refreshToken,
            Duration lifetime,
            @Nullable String scope) implements TokenAnswer {
        @Override
        public String toString() {
            return "granted for " + lifetime;
        }
    }

    /** The consent is over: the owner must sign in again. */
    record Over(String words) implements TokenAnswer {}

    /** The settings are wrong; waiting does not help, and the consent is not lost. */
    record Misconfigured(String words) implements TokenAnswer {}

    /**
     * The endpoint cannot say now.
     *
     * @param retryAfter how long it wants us to wait; null when it does not say
     */
    record Busy(String words, @Nullable Duration retryAfter) implements TokenAnswer {}
}
