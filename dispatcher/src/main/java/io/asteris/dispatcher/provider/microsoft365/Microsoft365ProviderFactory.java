package io.asteris.dispatcher.provider.microsoft365;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes providers of the preset {@code microsoft365}. */
@ApplicationScoped
public class Microsoft365ProviderFactory implements ProviderFactory, OAuthPreset {
    private static final String API = "https://graph.microsoft.com";
    private static final String LOGIN = "https://login.microsoftonline.com";
    private static final String SEND = "https://graph.microsoft.com/Mail.Send";
    private static final String TENANT = "[A-Za-z0-9][A-Za-z0-9.-]{0,252}";

    private static final OAuthRules RULES = new OAuthRules(
            "Microsoft",
            List.of("offline_access", SEND, "User.Read", "openid", "email"),
            SEND,
            Map.of("response_mode", "query"),
            "Microsoft gave no lasting access: offline_access was not granted. Authorise again, and grant all that is asked for.");

    private final OutgoingHttp http;
    private final OAuthCalls calls;

    Microsoft365ProviderFactory(OutgoingHttp http, OAuthCalls calls) {
        this.http = http;
        this.calls = calls;
    }

    @Override
    public String preset() {
        return "microsoft365";
    }

    @Override
    public Uni<List<FieldError>> check(Settings settings) {
        return OAuthSettings.check(settings, http).map(found -> {
            List<FieldError> wrong = new ArrayList<>(found);
            if (!tenant(settings).matches(TENANT)) {
                wrong.add(new FieldError(
                        "/settings/tenant",
                        "a tenant is an id, a domain, or one of common, organizations and consumers"));
            }
            return wrong;
        });
    }

    /** Exchange Online's sending limits of one mailbox. */
    @Override
    public Limits limits() {
        return new Limits(null, 30, null, 4);
    }

    @Override
    public Provider open(Settings settings) {
        return new GraphProvider(calls.of(settings.lane()), Origin.of(settings, "base_url", API));
    }

    @Override
    public OAuthClient client(Settings settings) {
        String version = "/" + tenant(settings) + "/oauth2/v2.0";
        return OAuthSettings.client(settings, RULES, LOGIN, version + "/authorize", LOGIN, version + "/token");
    }

    private static String tenant(Settings settings) {
        return settings.text("tenant").orElse("common");
    }
}
