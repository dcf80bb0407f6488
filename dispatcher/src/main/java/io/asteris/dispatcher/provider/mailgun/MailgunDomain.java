package io.asteris.dispatcher.provider.mailgun;

import io.asteris.contract.event.ProviderChanged.Dkim;
import io.asteris.dispatcher.provider.AccountFacts;
import io.asteris.dispatcher.provider.api.AnswerJson;
import io.asteris.dispatcher.provider.api.StatusTable;
import io.asteris.platform.egress.HttpResult.Answered;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What Mailgun's description of a domain tells of how its mail is signed. */
final class MailgunDomain {
    private static final String BETWEEN = "._domainkey.";
    private static final Set<String> TYPES = Set.of("TXT", "CNAME");

    /** Mailgun keeps at most three keys a domain, and two aliases besides. */
    private static final int MOST = 5;

    private MailgunDomain() {}

    static AccountFacts facts(String domain, Answered answered) {
        return switch (answered.status()) {
            case 200 ->
                AnswerJson.of(answered)
                        .filter(json -> json.containsKey("sending_dns_records"))
                        .map(json -> AccountFacts.signs(domain, signing(json)))
                        .orElseGet(() -> AccountFacts.trouble("Mailgun does not describe its domain at this address."));
            case 401, 403 ->
                AccountFacts.trouble(
                        "This key may not read the domain's DNS records at Mailgun (a sending key only sends); name the DKIM"
                                + " selectors once, in PUT /dns-check/settings.");
            default ->
                AccountFacts.trouble("Mailgun did not tell the domain's DNS records: "
                        + StatusTable.said(answered, MailgunAnswers.error(answered))
                                .line());
        };
    }

    private static List<Dkim> signing(JsonObject json) {
        return AnswerJson.objects(json, "sending_dns_records")
                .flatMap(record -> entry(record).stream())
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static Optional<Dkim> entry(JsonObject record) {
        String type = AnswerJson.text(record, "record_type").orElse("").toUpperCase(Locale.ROOT);
        String name = AnswerJson.text(record, "name").orElse("").toLowerCase(Locale.ROOT);
        int at = name.indexOf(BETWEEN);
        return at > 0 && name.length() <= 253 && TYPES.contains(type)
                ? AnswerJson.text(record, "value")
                        .map(value -> new Dkim(
                                name.substring(0, at), null, name.substring(at + BETWEEN.length()), type, value))
                : Optional.empty();
    }
}
