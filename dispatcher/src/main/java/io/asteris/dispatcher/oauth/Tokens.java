package io.asteris.dispatcher.oauth;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a grant is worth, in clear. Lives as long as a call or a renewal needs it; shows nothing.
 *
 * @param refresh null when the consent gave none
 * @param access null until the first renewal
 */
record Tokens(@Nullable String refresh, @Nullable String access) {
    static final Tokens NONE = new Tokens(null, null);

    /** What they are after a renewal: a server that gives no new refresh token wants the old one kept. */
    Tokens after(TokenAnswer.Granted granted) {
        return new Tokens(Optional.ofNullable(granted.refreshToken()).orElse(refresh), granted.accessToken());
    }

    static Tokens parse(String json) {
        var fields = new JsonObject(json);
        return new Tokens(fields.getString("refresh"), fields.getString("access"));
    }

    String json() {
        var fields = new JsonObject();
        Optional.ofNullable(refresh).ifPresent(token -> fields.put("refresh", token));
        Optional.ofNullable(access).ifPresent(token -> fields.put("access", token));
        return fields.encode();
    }

    @Override
    public String toString() {
        return "tokens";
    }
}
