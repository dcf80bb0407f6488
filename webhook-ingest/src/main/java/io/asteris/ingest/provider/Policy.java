package io.asteris.ingest.provider;

import static io.asteris.contract.event.RecipientReport.Classification.BLOCKED;
import static io.asteris.contract.event.RecipientReport.Classification.HARD;
import static io.asteris.contract.event.RecipientReport.Classification.SOFT;
import static io.asteris.contract.event.RecipientReport.Classification.SUPPRESSED;
import static io.asteris.contract.event.SuppressionChanged.Reason.BOUNCE;
import static io.asteris.contract.event.SuppressionChanged.Reason.COMPLAINT;
import static io.asteris.contract.event.SuppressionChanged.Reason.INVALID;
import static io.asteris.contract.event.SuppressionChanged.Reason.UNSUBSCRIBE;
import static io.asteris.ingest.provider.Meaning.Outcome.BOUNCED;
import static io.asteris.ingest.provider.Meaning.Outcome.CLICKED;
import static io.asteris.ingest.provider.Meaning.Outcome.COMPLAINED;
import static io.asteris.ingest.provider.Meaning.Outcome.DEFERRED;
import static io.asteris.ingest.provider.Meaning.Outcome.DELIVERED;
import static io.asteris.ingest.provider.Meaning.Outcome.OPENED;
import static io.asteris.ingest.provider.Meaning.Outcome.UNSUBSCRIBED;
import static io.asteris.ingest.provider.WebhookProvider.MAILGUN;
import static io.asteris.ingest.provider.WebhookProvider.SENDGRID;
import static io.asteris.ingest.provider.WebhookProvider.SES;

import io.asteris.contract.event.RecipientReport.Classification;
import io.asteris.contract.event.SuppressionChanged.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table that says what follows from which event of which provider. A mailbox that is full, a greylisting, a block of the
 * sender or a slip of the sender never speaks against an address.
 */
public final class Policy {
    /** Matches whatever stands there. */
    public static final String ANY = "*";

    /** All rows, in the order in which a person reads them. */
    public static final List<Meaning> ROWS = List.of(
            row(SENDGRID, "delivered", ANY, DELIVERED, null, null, "the recipient's server took it"),
            row(SENDGRID, "deferred", ANY, DEFERRED, null, null, "SendGrid tries again for 72 hours"),
            row(SENDGRID, "bounce", "bounce", BOUNCED, HARD, BOUNCE, "refused for good; SendGrid suppresses it too"),
            row(
                    SENDGRID,
                    "bounce",
                    "blocked",
                    DEFERRED,
                    SOFT,
                    null,
                    "full mailbox, block list or policy, even with 5.x.x"),
            row(SENDGRID, "bounce", "no type, 5.1.x or 5.0.0", BOUNCED, HARD, BOUNCE, "the old form of a hard bounce"),
            row(SENDGRID, "bounce", ANY, DEFERRED, SOFT, null, "nothing says that the address is to blame"),
            row(SENDGRID, "dropped", "bounced address", BOUNCED, SUPPRESSED, BOUNCE, "on SendGrid's list of bounces"),
            row(
                    SENDGRID,
                    "dropped",
                    "spam reporting address",
                    BOUNCED,
                    SUPPRESSED,
                    COMPLAINT,
                    "on its list of complaints"),
            row(
                    SENDGRID,
                    "dropped",
                    "unsubscribed address",
                    BOUNCED,
                    SUPPRESSED,
                    UNSUBSCRIBE,
                    "on its list of unsubscribes"),
            row(SENDGRID, "dropped", "invalid", BOUNCED, SUPPRESSED, INVALID, "no address that mail could go to"),
            row(
                    SENDGRID,
                    "dropped",
                    ANY,
                    BOUNCED,
                    BLOCKED,
                    null,
                    "spam content, a bad header, the quota: the sender's"),
            row(SENDGRID, "spamreport", ANY, COMPLAINED, null, COMPLAINT, "the recipient marked it as spam"),
            row(SENDGRID, "unsubscribe", ANY, UNSUBSCRIBED, null, UNSUBSCRIBE, "from everything"),
            row(
                    SENDGRID,
                    "group_unsubscribe",
                    ANY,
                    UNSUBSCRIBED,
                    null,
                    null,
                    "from one group only, which we do not know"),
            row(SENDGRID, "open", ANY, OPENED, null, null, "an image was loaded"),
            row(SENDGRID, "click", ANY, CLICKED, null, null, "a link was followed"),
            row(MAILGUN, "delivered", ANY, DELIVERED, null, null, "the recipient's server took it"),
            row(MAILGUN, "failed", "temporary", DEFERRED, null, null, "Mailgun tries again"),
            row(MAILGUN, "failed", "bounce", BOUNCED, HARD, BOUNCE, "refused for good"),
            row(MAILGUN, "failed", "suppress-bounce", BOUNCED, SUPPRESSED, BOUNCE, "605: on Mailgun's list, not tried"),
            row(MAILGUN, "failed", "suppress-unsubscribe", BOUNCED, SUPPRESSED, UNSUBSCRIBE, "606: on Mailgun's list"),
            row(MAILGUN, "failed", "suppress-complaint", BOUNCED, SUPPRESSED, COMPLAINT, "607: on Mailgun's list"),
            row(MAILGUN, "failed", "generic, 550 with 5.1.x", BOUNCED, HARD, BOUNCE, "a bounce that came later"),
            row(MAILGUN, "failed", "espblock", BOUNCED, BLOCKED, null, "a mailbox provider blocks the sender"),
            row(MAILGUN, "failed", "old", DEFERRED, SOFT, null, "gave up after soft failures"),
            row(MAILGUN, "failed", ANY, DEFERRED, SOFT, null, "\"permanent\" says that Mailgun stopped, not why"),
            row(MAILGUN, "complained", ANY, COMPLAINED, null, COMPLAINT, "the recipient marked it as spam"),
            row(MAILGUN, "unsubscribed", ANY, UNSUBSCRIBED, null, UNSUBSCRIBE, "the recipient wants no more"),
            row(MAILGUN, "opened", ANY, OPENED, null, null, "an image was loaded"),
            row(MAILGUN, "clicked", ANY, CLICKED, null, null, "a link was followed"),
            row(SES, "Delivery", ANY, DELIVERED, null, null, "the recipient's server took it"),
            row(SES, "DeliveryDelay", ANY, DEFERRED, null, null, "SES tries again"),
            row(SES, "Bounce", "Permanent/General", BOUNCED, HARD, BOUNCE, "refused for good"),
            row(
                    SES,
                    "Bounce",
                    "Permanent/NoEmail",
                    BOUNCED,
                    HARD,
                    BOUNCE,
                    "the address could not be read from the bounce"),
            row(SES, "Bounce", "Permanent/Suppressed", BOUNCED, SUPPRESSED, BOUNCE, "on SES' own list, not tried"),
            row(
                    SES,
                    "Bounce",
                    "Permanent/OnAccountSuppressionList",
                    BOUNCED,
                    SUPPRESSED,
                    BOUNCE,
                    "on the account's list"),
            row(SES, "Bounce", "delayed", DEFERRED, null, null, "this recipient of a permanent bounce is still tried"),
            row(SES, "Bounce", ANY, DEFERRED, SOFT, null, "transient or undetermined: out of office, full, too large"),
            row(SES, "Complaint", "not-spam", null, null, null, "somebody took it out of the spam folder"),
            row(SES, "Complaint", ANY, COMPLAINED, null, COMPLAINT, "the recipient marked it as spam"),
            row(SES, "Subscription", "unsubscribe all", UNSUBSCRIBED, null, UNSUBSCRIBE, "the recipient wants no more"),
            row(SES, "Reject", ANY, BOUNCED, BLOCKED, null, "SES found a virus: the sender's"),
            row(SES, "Rendering Failure", ANY, BOUNCED, BLOCKED, null, "a template that does not fit: the sender's"),
            row(SES, "Open", ANY, OPENED, null, null, "an image was loaded"),
            row(SES, "Click", ANY, CLICKED, null, null, "a link was followed"));

    private static final Map<Key, Meaning> BY_KEY = ROWS.stream()
            .collect(Collectors.toUnmodifiableMap(
                    row -> new Key(row.provider(), row.event(), row.detail()), Function.identity()));

    /** Refusals in the call itself that speak against the address: no such mailbox, system, moved without trace, null MX. */
    private static final Set<String> HARD_REFUSALS = Set.of("5.1.1", "5.1.2", "5.1.6", "5.1.10");

    private Policy() {}

    /** Whether a server that refuses a recipient with this enhanced status means the address and not us. */
    public static boolean isHardRefusal(@Nullable String enhanced) {
        return enhanced != null && HARD_REFUSALS.contains(enhanced);
    }

    private record Key(WebhookProvider provider, String event, String detail) {}

    /** The row for an event; one without consequences where the table knows none. */
    public static Meaning of(WebhookProvider provider, String event, String detail) {
        Meaning exact = BY_KEY.get(new Key(provider, event, detail));
        Meaning any = exact == null ? BY_KEY.get(new Key(provider, event, ANY)) : exact;
        return any == null ? nothing(provider, event) : any;
    }

    /** The row for what is kept and counted, and changes nothing. */
    public static Meaning nothing(WebhookProvider provider, String event) {
        return row(provider, event, ANY, null, null, null, "not of our vocabulary");
    }

    private static Meaning row(
            WebhookProvider provider,
            String event,
            String detail,
            Meaning.@Nullable Outcome outcome,
            @Nullable Classification classification,
            @Nullable Reason suppress,
            String why) {
        return new Meaning(provider, event, detail, outcome, classification, suppress, why);
    }
}
