package io.asteris.dispatcher.provider.smtp;

import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.ProviderFactory;
import io.asteris.dispatcher.provider.Settings;
import io.asteris.dispatcher.smtp.SmtpClient;
import io.asteris.dispatcher.smtp.SmtpClientOptions;
import io.asteris.dispatcher.smtp.SmtpCredentials;
import io.asteris.dispatcher.smtp.SmtpEndpoint;
import io.asteris.dispatcher.smtp.SmtpMode;
import io.asteris.dispatcher.smtp.SmtpPoolLimits;
import io.asteris.platform.egress.EgressPolicy;
import io.asteris.platform.http.FieldError;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes providers of the preset {@code smtp}; they share one client and its kept-open connections. Made at the start: a client made
 * during a request belongs to the HTTP server, which closes it at a stop before the lanes have ended their calls.
 */
@Startup
@ApplicationScoped
public class SmtpProviderFactory implements ProviderFactory {
    private static final int PLAIN_TEXT_PORT = 25;
    private static final int MAX_PORT = 65_535;
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final EgressPolicy egress;
    private final SmtpPoolLimits limits;
    private final SmtpClient client;

    SmtpProviderFactory(Vertx vertx, DispatcherConfig config, EgressPolicy egress) {
        this.egress = egress;
        client = new SmtpClient(vertx, SmtpClientOptions.of(egress));
        limits = new SmtpPoolLimits(
                config.lane().concurrency(),
                SmtpPoolLimits.DEFAULT.idle(),
                SmtpPoolLimits.DEFAULT.mailsPerConnection());
    }

    @Override
    public Uni<List<FieldError>> check(Settings settings) {
        List<FieldError> wrong = new ArrayList<>(formErrors(settings));
        boolean plain = settings.number("port") == PLAIN_TEXT_PORT || mode(settings) == SmtpMode.NONE;
        if (!wrong.isEmpty() || !plain) {
            return Uni.createFrom().item(List.copyOf(wrong));
        }
        return Uni.createFrom()
                .item(() -> plainTextErrors(settings))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /** A relay that asks for no name cannot tell its users apart. */
    @Override
    public Optional<String> account(Settings settings) {
        return settings.text("username").map(user -> host(settings) + '\0' + user);
    }

    @Override
    public Provider open(Settings settings) {
        return new SmtpProvider(
                client,
                new SmtpEndpoint(
                        host(settings), settings.number("port"), mode(settings), credentials(settings), limits));
    }

    @PreDestroy
    void close() {
        client.close().await().atMost(GOODBYE);
    }

    private static List<FieldError> formErrors(Settings settings) {
        List<FieldError> wrong = new ArrayList<>();
        int port = settings.number("port");
        if (port < 1 || port > MAX_PORT) {
            wrong.add(new FieldError("/settings/port", "a port is a number from 1 to 65535"));
        }
        if (!host(settings).matches("[A-Za-z0-9_]([A-Za-z0-9_.:-]{0,251}[A-Za-z0-9_])?\\.?|::1?")) {
            wrong.add(new FieldError(
                    "/settings/host", "a host is a name such as smtp.example.com, without a scheme or port"));
        }
        if (settings.text("username").isPresent() != settings.text("password").isPresent()) {
            String missing = settings.text("username").isPresent() ? "password" : "username";
            wrong.add(new FieldError("/settings/" + missing, "username and password go together"));
        }
        for (String field : List.of("username", "password")) {
            if (settings.text(field).filter(SmtpProviderFactory::hasControl).isPresent()) {
                wrong.add(new FieldError("/settings/" + field, "control characters are not allowed"));
            }
        }
        return wrong;
    }

    /** Plain text is the operator's decision, host by host. */
    private List<FieldError> plainTextErrors(Settings settings) {
        if (isNamed(host(settings))) {
            return List.of();
        }
        List<FieldError> wrong = new ArrayList<>();
        if (settings.number("port") == PLAIN_TEXT_PORT) {
            wrong.add(new FieldError(
                    "/settings/port",
                    "port 25 is for plain text and refused; take 587 with starttls, or 465 with tls"));
        }
        if (mode(settings) == SmtpMode.NONE) {
            wrong.add(new FieldError(
                    "/settings/encryption", "none is only for hosts that the operator allowed; take starttls or tls"));
        }
        return wrong;
    }

    private boolean isNamed(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!(egress.judge(host, address) instanceof EgressPolicy.Named)) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static String host(Settings settings) {
        return settings.text("host").orElse("");
    }

    private static SmtpMode mode(Settings settings) {
        return SmtpMode.valueOf(settings.text("encryption").orElse("starttls").toUpperCase(Locale.ROOT));
    }

    private static SmtpCredentials credentials(Settings settings) {
        return settings.text("username")
                .<SmtpCredentials>map(user -> new SmtpCredentials.Password(
                        user, settings.text("password").orElse("")))
                .orElseGet(SmtpCredentials.None::new);
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
