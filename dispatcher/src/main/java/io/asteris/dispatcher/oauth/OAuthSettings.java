package io.asteris.dispatcher.oauth;

import io.asteris.dispatcher.provider.Settings;
import io.asteris.dispatcher.provider.api.Keys;
import io.asteris.dispatcher.provider.api.Origin;
import io.asteris.platform.egress.OutgoingHttp;
import io.asteris.platform.http.FieldError;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The settings that all presets with a consent have: {@code client_id}, {@code client_secret}, origins, a refresh token. */
public final class OAuthSettings {
    private static final String AUTHORISE_URL = "authorise_url";
    private static final String TOKEN_URL = "token_url";

    private OAuthSettings() {}

    /** What is wrong with them. */
    public static Uni<List<FieldError>> check(Settings settings, OutgoingHttp http) {
        List<FieldError> wrong = new ArrayList<>(Keys.check(settings, "client_id", "client_secret", "refresh_token"));
        return Origin.check(settings, AUTHORISE_URL, http)
                .invoke(wrong::addAll)
                .chain(() -> Origin.check(settings, TOKEN_URL, http))
                .invoke(wrong::addAll)
                .chain(() -> Origin.check(settings, "base_url", http))
                .invoke(wrong::addAll)
                .replaceWith(wrong);
    }

    /** The client that they describe, at these places unless they name others. */
    public static OAuthClient client(
            Settings settings,
            OAuthRules rules,
            String authoriseOrigin,
            String authorisePath,
            String tokenOrigin,
            String tokenPath) {
        return new OAuthClient(
                settings.lane(),
                rules,
                settings.text("client_id").orElse(""),
                settings.text("client_secret").orElse(""),
                URI.create(Origin.of(settings, AUTHORISE_URL, authoriseOrigin) + authorisePath),
                URI.create(Origin.of(settings, TOKEN_URL, tokenOrigin) + tokenPath),
                settings.text("refresh_token").orElse(null));
    }
}
