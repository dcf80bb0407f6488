package io.asteris.gateway.site;

import io.asteris.contract.SiteId;
import io.asteris.platform.auth.ApiKey;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.auth.SiteDirectory;
import io.asteris.platform.crypto.Pepper;
import io.asteris.platform.database.DatabaseClock;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Brings the sites in from the gateway's own tables when it starts, so that it lets callers in while Kafka is away, and makes sure of
 * the operator's first key where one is set.
 */
@ApplicationScoped
class SiteStart {
    private static final Logger LOG = Logger.getLogger(SiteStart.class);
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Sites sites;
    private final SiteStore siteStore;
    private final KeyStore keyStore;
    private final SiteDirectory directory;
    private final Pepper pepper;
    private final DatabaseClock clock;
    private final Optional<String> adminKey;

    SiteStart(
            Sites sites,
            SiteStore siteStore,
            KeyStore keyStore,
            SiteDirectory directory,
            Pepper pepper,
            DatabaseClock clock,
            @ConfigProperty(name = "asteris.bootstrap-admin-key") Optional<String> adminKey) {
        this.sites = sites;
        this.siteStore = siteStore;
        this.keyStore = keyStore;
        this.directory = directory;
        this.pepper = pepper;
        this.clock = clock;
        this.adminKey = adminKey;
    }

    void start(@Observes StartupEvent started) {
        adminKey.ifPresent(this::ensureAdmin);
        int known = takeAll().await().atMost(BOUND);
        LOG.infof("Sites known from the database sites=%d", known);
    }

    private Uni<Integer> takeAll() {
        return Uni.combine()
                .all()
                .unis(siteStore.all(), keyStore.all())
                .with(this::apply)
                .invoke(directory::primed);
    }

    private int apply(List<SiteRow> rows, Map<SiteId, List<KeyRow>> ofSites) {
        rows.forEach(row -> directory.apply(row.event(ofSites.getOrDefault(row.site(), List.of()))));
        return rows.size();
    }

    private void ensureAdmin(String text) {
        ApiKey key = ApiKey.parse(text.strip())
                .orElseThrow(() -> new ConfigurationException(
                        "ASTERIS_BOOTSTRAP_ADMIN_KEY (asteris.bootstrap-admin-key) is no API key; it has the form"
                                + " ast_<8 letters or digits>_<43 characters of base64url>."));
        var row = new KeyRow(
                key.id(), "bootstrap", pepper.hash(key.text()), List.of(Scope.ADMIN), clock.now(), null, null);
        sites.ensureOperator(row).await().atMost(BOUND);
    }
}
