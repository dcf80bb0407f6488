package io.asteris.deliverability.alert;

import static org.awaitility.Awaitility.await;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.deliverability.SiteApi;
import io.asteris.deliverability.TestFacts;
import io.asteris.deliverability.TestSmtp;
import io.asteris.platform.crypto.SecretBox;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the tests of alerts share: facts are told as other services would, and what came of them is looked at. */
abstract class AlertTest {
    static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    TestFacts facts;

    @Inject
    Rules rules;

    @Inject
    SecretBox secrets;

    TestSites sites;
    TestServers servers;
    TestSmtp smtp;
    Sql sql;

    /** A new site whose owner's address the service knows. */
    SiteApi siteWithAdmin(String address) {
        var created = sites.create("settings:read", "settings:write");
        SiteApi api = SiteApi.of(created);
        String id = created.key().split("_", -1)[1];
        var key = new SiteChanged.Key(
                id, TestSites.hash(created.key()), Set.of("settings:read", "settings:write"), null, false);
        sites.publish(new SiteChanged(
                created.site(),
                "Shop " + created.site(),
                SiteChanged.State.ACTIVE,
                "Europe/Helsinki",
                List.of(),
                null,
                false,
                secrets.seal(created.site(), "admin_email", address),
                List.of(key),
                null));
        await().atMost(BOUND)
                .until(() -> address.equals(api.get("/alerts").jsonPath().getString("recipient")));
        return api;
    }

    /** How many of the site's messages are counted. */
    long counted(SiteId site) {
        return sql.number("SELECT count(*) FROM deliverability.seen_message WHERE site = ?", site.value());
    }

    /** How many of them failed. */
    long failed(SiteId site) {
        return sql.number(
                "SELECT count(*) FROM deliverability.seen_message WHERE site = ? AND failed_at IS NOT NULL",
                site.value());
    }

    /** How many alerts were ever raised for the site. */
    long incidents(SiteId site) {
        return sql.number("SELECT count(*) FROM deliverability.incident WHERE site = ?", site.value());
    }

    /** How many with that cause are not cleared. */
    long open(SiteId site, String cause) {
        return sql.number(
                "SELECT count(*) FROM deliverability.incident WHERE site = ? AND cause = ? AND cleared_at IS NULL",
                site.value(),
                cause);
    }

    /** The causes of all alerts that were raised for the site. */
    List<String> causes(SiteApi site) {
        return site.get("/alerts/history").jsonPath().getList("data.cause", String.class);
    }

    /** The mails that the owner of a {@link #siteWithAdmin} got. */
    List<String> mails(SiteApi site) {
        return smtp.mailsWith("Shop " + site.site());
    }

    MessageId id() {
        return MessageId.mint(facts.now());
    }
}
