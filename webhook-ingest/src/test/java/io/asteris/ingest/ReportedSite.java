package io.asteris.ingest;

import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.EventType;
import io.asteris.contract.event.RecipientEvent;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A site that Mailgun reports to, and eyes on what becomes of the reports. */
public final class ReportedSite {
    private final TestServers servers = TestServers.shared();
    private final Sql sql = servers.sql();
    private final IngestApi api;
    private final MailgunPosts mailgun;

    private ReportedSite(IngestApi api) {
        this.api = api;
        this.mailgun = MailgunPosts.to(api);
    }

    /** A new site, once the service knows it. */
    public static ReportedSite of(TestSites sites) {
        return new ReportedSite(IngestApi.ofNewSite(sites));
    }

    /** The site. */
    public SiteId id() {
        return api.site();
    }

    /** The service in the owner's hands. */
    public IngestApi api() {
        return api;
    }

    /** Posts an event as Mailgun, with a fresh token. */
    public Response report(JsonObject event) {
        return mailgun.post(event);
    }

    /** Posts some octets as Mailgun. */
    public Response report(byte[] body) {
        return mailgun.post(body);
    }

    /** How many of the site's posts are like that. */
    public long posts(String condition) {
        return sql.number("SELECT count(*) FROM ingest.post WHERE site = ? AND " + condition, id().value());
    }

    /** How many of the site's posts were worked on. */
    public long worked() {
        return posts("state <> 'new'");
    }

    /** How many reports wait for the message that they are about. */
    public long unmatched() {
        return sql.number("SELECT count(*) FROM ingest.unmatched WHERE site = ?", id().value());
    }

    /** How many recipients of a message the service knows. */
    public long known(Envelope message) {
        return sql.number(
                "SELECT count(*) FROM ingest.recipient WHERE message = ?",
                message.message().value());
    }

    /** Waits until so much is told of a message's recipients, and gives it. */
    public List<RecipientEvent> told(Envelope message, int count) {
        return servers
                .topic(Topic.MAIL_EVENTS)
                .await(count, seen -> seen.key().equals(message.message().text()))
                .stream()
                .map(seen -> (RecipientEvent)
                        seen.as(EventType.named(seen.type()).orElseThrow().record()))
                .toList();
    }
}
