package io.asteris.dispatcher.provider.sendgrid;

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

/** Makes providers of the preset {@code sendgrid}. */
@ApplicationScoped
public class SendGridProviderFactory implements ProviderFactory {
    private static final String GLOBAL = "https://api.sendgrid.com";
    private static final String EU = "https://api.eu.sendgrid.com";

    private final OutgoingHttp http;

    SendGridProviderFactory(OutgoingHttp http) {
        this.http = http;
    }

    @Override
    public Uni<List<FieldError>> check(Settings settings) {
        List<FieldError> wrong = new ArrayList<>(Keys.check(settings, "api_key"));
        return Origin.check(settings, "base_url", http).invoke(wrong::addAll).replaceWith(wrong);
    }

    @Override
    public Provider open(Settings settings) {
        boolean eu = settings.text("region").filter("eu"::equals).isPresent();
        return new ApiProvider(
                http,
                new SendGridApi(
                        Origin.of(settings, "base_url", eu ? EU : GLOBAL),
                        settings.text("api_key").orElse(""),
                        settings.text("from_email").orElse(null)));
    }
}
