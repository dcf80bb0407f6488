package io.asteris.dispatcher.oauth;

import io.asteris.platform.egress.HttpBody;
import io.asteris.platform.egress.HttpCall;
import io.asteris.platform.egress.HttpResult;
import io.asteris.platform.egress.OutgoingHttp;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks a token endpoint (RFC 6749 4.1.3 and 6), once. Never fails: whatever happens is a {@link TokenAnswer}. */
@ApplicationScoped
class TokenEndpoint {
    /** Below the lease of a renewal, so that nobody begins another while this one is under way. */
    static final Duration WITHIN = Duration.ofSeconds(30);

    private final OutgoingHttp http;

    TokenEndpoint(OutgoingHttp http) {
        this.http = http;
    }

    /** Makes tokens of a code that came back from the consent screen. */
    Uni<TokenAnswer> exchange(OAuthClient client, String code, String verifier, String redirectUri) {
        Map<String, String> form = form(client, "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUri);
        form.put("code_verifier", verifier);
        return ask(client, form);
    }

    /** Makes a new access token of a refresh token. */
    Uni<TokenAnswer> refresh(OAuthClient client, String refreshToken) {
        Map<String, String> form = form(client, "refresh_token");
        form.put("refresh_token", refreshToken);
        return ask(client, form);
    }

    private static Map<String, String> form(OAuthClient client, String type) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", type);
        form.put("client_id", client.clientId());
        form.put("client_secret", client.clientSecret());
        return form;
    }

    private Uni<TokenAnswer> ask(OAuthClient client, Map<String, String> form) {
        var call = new HttpCall(
                HttpMethod.POST,
                client.tokenUrl(),
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"),
                HttpBody.of(encoded(form)),
                WITHIN);
        return http.call(call).map(result -> read(client, result));
    }

    private static TokenAnswer read(OAuthClient client, HttpResult result) {
        return switch (result) {
            case HttpResult.Answered answered -> TokenReading.of(answered, client.rules());
            case HttpResult.Failed failed
            when failed.trouble() == HttpResult.Trouble.FORBIDDEN -> new TokenAnswer.Misconfigured(failed.words());
            case HttpResult.Failed failed ->
                new TokenAnswer.Busy(client.rules().server() + " cannot be asked for access: " + failed.words(), null);
        };
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
