package io.asteris.log.settings;

import io.asteris.contract.SiteId;
import io.asteris.platform.auth.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time zones of the sites, whose days their searches, exports and purges mean. */
@ApplicationScoped
public class SiteZones {
    private final SiteDirectory sites;

    SiteZones(SiteDirectory sites) {
        this.sites = sites;
    }

    /** The site's zone; UTC where it is not known. */
    public ZoneId of(SiteId site) {
        return sites.site(site).map(known -> zone(known.timeZone())).orElse(ZoneOffset.UTC);
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException newerThanOurs) {
            return ZoneOffset.UTC;
        }
    }
}
