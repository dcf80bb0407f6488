package io.asteris.dispatcher.provider.ses;

import io.asteris.dispatcher.provider.AccountFacts;
import io.asteris.dispatcher.provider.Limits;
import io.asteris.dispatcher.provider.Provider.Check;
import io.asteris.dispatcher.provider.api.AnswerJson;
import io.asteris.platform.egress.HttpResult.Answered;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What the account's own description says of what it takes, and of whether mail would go out. */
final class SesAccount {
    private SesAccount() {}

    static Check finding(JsonObject account) {
        if (Boolean.FALSE.equals(account.getValue("SendingEnabled"))) {
            return new Check(
                    false,
                    "The keys work, but sending is switched off for this account in this region; see Account dashboard in the SES"
                            + " console.");
        }
        String quota = quota(account);
        return Boolean.FALSE.equals(account.getValue("ProductionAccessEnabled"))
                ? new Check(
                        true,
                        "The keys work. The account is in the sandbox: only verified addresses get mail until you ask for production"
                                + " access." + quota)
                : new Check(true, "The keys work and the account may send; nothing was sent." + quota);
    }

    /** What SES takes of this account in this region; -1 a day is no limit. */
    static AccountFacts facts(Answered answered) {
        return AnswerJson.of(answered)
                .filter(account -> answered.isSuccess())
                .map(account -> account.getValue("SendQuota"))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(quota -> AccountFacts.takes(new Limits(
                        bound(quota.getValue("MaxSendRate")), null, bound(quota.getValue("Max24HourSend")), null)))
                .orElseGet(() -> SesError.trouble(answered, "its limits", "ses:GetAccount", ""));
    }

    private static @Nullable Integer bound(@Nullable Object given) {
        return given instanceof Number number && number.doubleValue() > 0
                ? Math.clamp(number.longValue(), 1, Limits.MOST)
                : null;
    }

    private static String quota(JsonObject account) {
        if (!(account.getValue("SendQuota") instanceof JsonObject quota)
                || !(quota.getValue("Max24HourSend") instanceof Number most)
                || !(quota.getValue("SentLast24Hours") instanceof Number sent)) {
            return "";
        }
        return most.longValue() < 0
                ? ""
                : " Sent in the last 24 hours: " + sent.longValue() + " of " + most.longValue() + ".";
    }
}
