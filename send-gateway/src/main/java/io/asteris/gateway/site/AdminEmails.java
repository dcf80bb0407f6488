package io.asteris.gateway.site;

import io.asteris.platform.crypto.SecretBox;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.rotation.Resealable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Seals the addresses of admins anew when the master key changes, and tells of their sites again: the topic keeps what was told last. */
@Singleton
class AdminEmails implements Resealable {
    private static final Logger LOG = Logger.getLogger(AdminEmails.class);

    private final SiteStore store;
    private final Sites sites;
    private final SecretBox secrets;

    AdminEmails(SiteStore store, Sites sites, SecretBox secrets) {
        this.store = store;
        this.sites = sites;
        this.secrets = secrets;
    }

    @Override
    public Uni<Void> reseal() {
        return others().chain(found -> Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(site -> sites.reseal(site.site())
                        .replaceWithVoid()
                        .onFailure(UnopenableSecretException.class)
                        .recoverWithUni(() -> {
                            LOG.debugf("An admin's address cannot be opened and stays as it is site=%s", site.site());
                            return Uni.createFrom().voidItem();
                        }))
                .collect()
                .last()
                .replaceWithVoid());
    }

    @Override
    public Uni<Long> left() {
        return others().map(found -> (long) found.size());
    }

    private Uni<List<SiteRow>> others() {
        String start = secrets.currentStart();
        return store.all().map(all -> all.stream()
                .filter(site -> site.adminEmail() != null && !site.adminEmail().startsWith(start))
                .toList());
    }
}
