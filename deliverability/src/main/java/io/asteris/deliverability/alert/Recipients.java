package io.asteris.deliverability.alert;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.deliverability.channel.Reach;
import io.asteris.deliverability.site.SiteBook;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.crypto.SecretBox;
import io.asteris.platform.crypto.UnopenableSecretException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Who is told of a site: whom its owner named, else its admin; for what concerns no site, the operator. */
@ApplicationScoped
class Recipients {
    private static final Logger LOG = Logger.getLogger(Recipients.class);
    /** The name under which the gateway seals the address. */
    private static final String ADMIN_EMAIL = "admin_email";

    private final SiteBook book;
    private final SecretBox secrets;
    private final Optional<String> operator;

    Recipients(
            SiteBook book,
            SecretBox secrets,
            @ConfigProperty(name = "asteris.alerts.operator") Optional<String> operator) {
        this.book = book;
        this.secrets = secrets;
        this.operator = operator;
    }

    /** The address of the site's admin. */
    @Nullable
    String admin(SiteId site) {
        if (site.equals(Caller.OPERATOR)) {
            return operator.orElse(null);
        }
        return book.site(site)
                .map(SiteChanged::adminEmail)
                .map(jwe -> open(site, jwe))
                .orElse(null);
    }

    Reach reach(SiteId site, AlertSettings settings) {
        return new Reach(settings.recipient() == null ? admin(site) : settings.recipient(), settings.channels());
    }

    private @Nullable String open(SiteId site, String jwe) {
        try {
            return secrets.open(site, ADMIN_EMAIL, jwe);
        } catch (UnopenableSecretException foreign) {
            LOG.warnf("The admin's address cannot be opened site=%s cause=%s", site, foreign.getMessage());
            return null;
        }
    }
}
