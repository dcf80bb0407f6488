package io.asteris.dispatcher.provider.ses;

import io.asteris.contract.event.ProviderChanged.Dkim;
import io.asteris.dispatcher.provider.AccountFacts;
import io.asteris.dispatcher.provider.api.AnswerJson;
import io.asteris.platform.egress.HttpResult.Answered;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What SES tells of how it signs mail from a domain that is verified with it. */
final class SesIdentity {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?");
    private static final Pattern ZONE = Pattern.compile("[a-z0-9.-]{1,100}\\.amazonses\\.com(\\.cn)?");

    /** Where nothing else is told. */
    private static final String USUAL_ZONE = "dkim.amazonses.com";

    /** Easy DKIM has three. */
    private static final int MOST = 3;

    private SesIdentity() {}

    static AccountFacts facts(String domain, Answered answered) {
        if (answered.status() == 404 && SesError.of(answered).type().equals("NotFoundException")) {
            return AccountFacts.signs(domain, List.of());
        }
        return AnswerJson.of(answered)
                .filter(identity -> answered.isSuccess())
                .map(identity -> identity.getValue("DkimAttributes"))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(signing -> AccountFacts.signs(domain, signing(domain, signing)))
                .orElseGet(() -> SesError.trouble(
                        answered,
                        "the DKIM tokens",
                        "ses:GetEmailIdentity",
                        " Name them once, in PUT /dns-check/settings."));
    }

    /** With a key of the owner's own the one "token" is its selector. */
    private static List<Dkim> signing(String domain, JsonObject signing) {
        boolean ownKey = "EXTERNAL".equals(signing.getValue("SigningAttributesOrigin"));
        String zone = AnswerJson.text(signing, "SigningHostedZone")
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter(text -> ZONE.matcher(text).matches())
                .orElse(USUAL_ZONE);
        return (signing.getValue("Tokens") instanceof JsonArray tokens ? tokens : new JsonArray())
                .stream()
                        .map(token -> String.valueOf(token).toLowerCase(Locale.ROOT))
                        .filter(token -> LABEL.matcher(token).matches())
                        .limit(MOST)
                        .map(token -> ownKey
                                ? new Dkim(token, null, domain, "TXT", null)
                                : new Dkim(null, token, domain, null, target(token, zone)))
                        .toList();
    }

    private static @Nullable String target(String token, String zone) {
        return zone.equals(USUAL_ZONE) ? null : token + "." + zone;
    }
}
