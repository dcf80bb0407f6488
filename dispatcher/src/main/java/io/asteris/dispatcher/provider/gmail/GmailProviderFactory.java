package io.asteris.dispatcher.provider.gmail;

import io.asteris.dispatcher.oauth.OAuthCalls;
import io.asteris.dispatcher.oauth.OAuthClient;
import io.asteris.dispatcher.oauth.OAuthPreset;
import io.asteris.dispatcher.oauth.OAuthRules;
import io.asteris.dispatcher.oauth.OAuthSettings;
import io.asteris.dispatcher.provider.Limits;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.ProviderFactory;
import io.asteris.dispatcher.provider.Settings;
import io.asteris.dispatcher.provider.api.Origin;
import io.asteris.platform.egress.OutgoingHttp;
import io.asteris.platform.http.FieldError;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Makes providers of the preset {@code gmail}. */
@ApplicationScoped
public class GmailProviderFactory implements ProviderFactory, OAuthPreset {
    private static final String API = "https://gmail.googleapis.com";
    private static final String SEND = "https://www.googleapis.com/auth/gmail.send";

    /** Without prompt=consent a second consent gives no refresh token. */
    private static final OAuthRules RULES = new OAuthRules(
            "Google",
            List.of(SEND, "openid", "email"),
            SEND,
            Map.of("access_type", "offline", "prompt", "consent"),
            "Google gave no lasting access. Remove Asteris under \"Third-party apps\" of the Google account, then authorise"
                    + " again.");

    private final OutgoingHttp http;
    private final OAuthCalls calls;

    GmailProviderFactory(OutgoingHttp http, OAuthCalls calls) {
        this.http = http;
        this.calls = calls;
    }

    @Override
    public String preset() {
        return "gmail";
    }

    @Override
    public Uni<List<FieldError>> check(Settings settings) {
        return OAuthSettings.check(settings, http);
    }

    /** Of a personal account; Google Workspace takes 2,000, which its owner sets. */
    @Override
    public Limits limits() {
        return new Limits(null, null, 500, null);
    }

    @Override
    public Provider open(Settings settings) {
        return new GmailProvider(calls.of(settings.lane()), Origin.of(settings, "base_url", API));
    }

    @Override
    public OAuthClient client(Settings settings) {
        return OAuthSettings.client(
                settings,
                RULES,
                "https://accounts.google.com",
                "/o/oauth2/v2/auth",
                "https://oauth2.googleapis.com",
                "/token");
    }
}
