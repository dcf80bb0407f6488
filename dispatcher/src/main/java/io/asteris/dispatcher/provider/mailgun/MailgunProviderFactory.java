package io.asteris.dispatcher.provider.mailgun;

import io.asteris.contract.EmailAddress;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.ProviderFactory;
import io.asteris.dispatcher.provider.Settings;
import io.asteris.dispatcher.provider.api.ApiProvider;
import io.asteris.dispatcher.provider.api.Keys;
import io.asteris.dispatcher.provider.api.Origin;
import io.asteris.platform.egress.OutgoingHttp;
import io.asteris.platform.http.FieldError;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Makes providers of the preset {@code mailgun}. */
@ApplicationScoped
public class MailgunProviderFactory implements ProviderFactory {
    private static final String US = "https://api.mailgun.net";
    private static final String EU = "https://api.eu.mailgun.net";

    private final OutgoingHttp http;

    MailgunProviderFactory(OutgoingHttp http) {
        this.http = http;
    }

    @Override
    public Uni<List<FieldError>> check(Settings settings) {
        List<FieldError> wrong = new ArrayList<>(Keys.check(settings, "api_key"));
        try {
            domain(settings);
        } catch (IllegalArgumentException broken) {
            wrong.add(new FieldError("/settings/domain", String.valueOf(broken.getMessage())));
        }
        return Origin.check(settings, "base_url", http).invoke(wrong::addAll).replaceWith(wrong);
    }

    @Override
    public boolean tellsOfAccounts() {
        return true;
    }

    @Override
    public Provider open(Settings settings) {
        boolean eu = settings.text("region").filter("eu"::equals).isPresent();
        return new ApiProvider(
                http,
                new MailgunApi(
                        Origin.of(settings, "base_url", eu ? EU : US),
                        domain(settings),
                        settings.text("api_key").orElse("")));
    }

    /** Nothing that could lead to another path is left of it. */
    private static String domain(Settings settings) {
        return EmailAddress.asciiDomain(settings.text("domain").orElse("").strip());
    }
}
