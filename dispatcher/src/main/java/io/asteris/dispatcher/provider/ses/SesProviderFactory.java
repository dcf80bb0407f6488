package io.asteris.dispatcher.provider.ses;

import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.ProviderFactory;
import io.asteris.dispatcher.provider.Settings;
import io.asteris.dispatcher.provider.api.ApiProvider;
import io.asteris.dispatcher.provider.api.Keys;
import io.asteris.dispatcher.provider.api.Origin;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.egress.OutgoingHttp;
import io.asteris.platform.http.FieldError;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Makes providers of the preset {@code ses}. */
@ApplicationScoped
public class SesProviderFactory implements ProviderFactory {
    private static final Pattern REGION = Pattern.compile("(af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov|us-iso|us-isob)"
            + "-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]");
    private static final Pattern CONFIGURATION_SET = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final OutgoingHttp http;
    private final DatabaseClock clock;

    SesProviderFactory(OutgoingHttp http, DatabaseClock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public Uni<List<FieldError>> check(Settings settings) {
        List<FieldError> wrong = new ArrayList<>(Keys.check(settings, "access_key_id", "secret_access_key"));
        if (!REGION.matcher(settings.text("region").orElse("")).matches()) {
            wrong.add(new FieldError(
                    "/settings/region", "a region of AWS is expected, such as us-east-1, eu-west-1 or ap-southeast-2"));
        }
        if (settings.text("configuration_set")
                .filter(name -> !CONFIGURATION_SET.matcher(name).matches())
                .isPresent()) {
            wrong.add(new FieldError(
                    "/settings/configuration_set",
                    "a configuration set's name has 1 to 64 letters, digits, hyphens and underscores"));
        }
        return Origin.check(settings, "endpoint", http).invoke(wrong::addAll).replaceWith(wrong);
    }

    @Override
    public boolean tellsOfAccounts() {
        return true;
    }

    @Override
    public Provider open(Settings settings) {
        String region = settings.text("region").orElse("");
        String suffix = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
        var signer = new SigV4(
                settings.text("access_key_id").orElse(""),
                settings.text("secret_access_key").orElse(""),
                region,
                "ses");
        return new ApiProvider(
                http,
                new SesApi(
                        Origin.of(settings, "endpoint", "https://email." + region + suffix),
                        signer,
                        settings.text("configuration_set").orElse(null),
                        clock));
    }
}
