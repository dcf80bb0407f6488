package io.asteris.deliverability.check;

import io.asteris.contract.event.ProviderChanged;
import io.asteris.deliverability.dkim.DkimCheck;
import io.asteris.deliverability.dkim.DkimPlan;
import io.asteris.deliverability.dmarc.DmarcCheck;
import io.asteris.deliverability.dns.Asking;
import io.asteris.deliverability.dns.Question;
import io.asteris.deliverability.dns.Reply;
import io.asteris.deliverability.preset.Expectation;
import io.asteris.deliverability.preset.Expectations;
import io.asteris.deliverability.spf.SpfCheck;
import io.asteris.deliverability.spf.SpfNeed;
import io.asteris.deliverability.verdict.DnsEntry;
import io.asteris.deliverability.verdict.Judgement;
import io.asteris.deliverability.verdict.Verdict;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One check of one domain; all of its questions run side by side. */
final class DomainCheck {
    private static final String SPF_RFC = "RFC 7208";
    private static final String DKIM_RFC = "RFC 6376, RFC 8301";
    private static final String DMARC_RFC = "RFC 7489, RFC 9989";
    private static final String MX_RFC = "RFC 5321, RFC 7505";

    private final Asking asking;
    private final Subject subject;
    private final String domain;

    DomainCheck(Asking asking, Subject subject) {
        this.asking = asking;
        this.subject = subject;
        this.domain = subject.domain();
    }

    Uni<DnsReport> run(Instant at) {
        ProviderChanged provider = subject.provider();
        if (provider == null) {
            var nobody = new Expectation(
                    SpfNeed.unknown("the provider", "The site has no provider yet, so nobody can say whom to allow."),
                    DkimPlan.guess(List.of(), "The site has no provider yet, so no selector is known."),
                    List.of(),
                    List.of(),
                    "",
                    "");
            return run(nobody, at);
        }
        return (provider.preset().equals("smtp")
                        ? RelayNeed.of(asking, provider, subject.facts())
                        : Uni.createFrom().item(SpfNeed.unknown("", "")))
                .chain(relay -> run(Expectations.of(domain, provider, subject.facts(), relay), at));
    }

    private Uni<DnsReport> run(Expectation expected, Instant at) {
        return Uni.combine()
                .all()
                .unis(
                        new SpfCheck(asking, domain, expected.spf()).run(),
                        new DkimCheck(asking, expected.dkim()).run(),
                        new DmarcCheck(asking, domain).run(),
                        asking.ask(new Question(domain, Question.Kind.MX)))
                .with((spf, dkim, dmarc, mx) -> report(expected, spf, dkim, dmarc, mx, at));
    }

    private DnsReport report(
            Expectation expected,
            SpfCheck.Outcome spf,
            DkimCheck.Outcome dkim,
            DmarcCheck.Outcome dmarc,
            Reply mx,
            Instant at) {
        ProviderChanged provider = subject.provider();
        return new DnsReport(
                domain,
                provider == null ? null : provider.name(),
                provider == null ? null : provider.preset(),
                provider == null ? null : expected.source(),
                record(spf(expected, spf, dmarc), entries(spf.records()), expected.spfEntries(), SPF_RFC),
                record(dkim(dkim, dmarc), dkim.found(), expected.dkimEntries(), DKIM_RFC),
                record(dmarc.judgement(), dmarc.found(), List.of(suggestedPolicy()), DMARC_RFC),
                mx(mx),
                dnssec(),
                at);
    }

    private Judgement spf(Expectation expected, SpfCheck.Outcome spf, DmarcCheck.Outcome dmarc) {
        Verdict verdict = spf.judgement().verdict();
        boolean worthAWord =
                verdict == Verdict.WARN || verdict == Verdict.MISSING || (isRelay() && verdict != Verdict.PASS);
        Judgement judged = worthAWord ? spf.judgement().with(expected.spfHint()) : spf.judgement();
        boolean elsewhere = dmarc.strictSpf() && returnPathIsElsewhere();
        return foreignDomain(judged)
                .with(
                        elsewhere
                                ? "The DMARC record asks for strict alignment (aspf=s), so DKIM has to carry alone."
                                : "")
                .with(otherProviders());
    }

    private Judgement dkim(DkimCheck.Outcome dkim, DmarcCheck.Outcome dmarc) {
        if (isOwnPreset()) {
            return new Judgement(
                    Verdict.UNKNOWN, "The provider of " + domain + " signs by itself; there is nothing to enter.");
        }
        boolean good = dkim.judgement().verdict() == Verdict.PASS;
        boolean atDomain = dkim.keyNames().stream().allMatch(name -> name.endsWith("._domainkey." + domain));
        return good && dmarc.strictDkim() && !atDomain
                ? new Judgement(
                        Verdict.WARN,
                        "The key stands at another name than " + domain
                                + ", and the DMARC record asks for strict alignment (adkim=s); relax it or sign for "
                                + domain + ".")
                : dkim.judgement();
    }

    /** Mail from a mailbox provider's own domain passes only by that provider. */
    private Judgement foreignDomain(Judgement judged) {
        boolean foreign = Expectations.ownerOf(domain).isPresent() && !isOwnPreset();
        return foreign
                ? judged.with(
                        "Mail from " + domain + " fails DMARC by this provider; use an address on your own domain.")
                : judged;
    }

    private boolean isOwnPreset() {
        return Expectations.ownerOf(domain).equals(preset());
    }

    private boolean isRelay() {
        return preset().equals(Optional.of("smtp"));
    }

    private boolean returnPathIsElsewhere() {
        return preset().map(preset -> switch (preset) {
                    case "sendgrid", "ses" -> true;
                    case "mailgun" -> !domain.equals(sendingDomain());
                    default -> false;
                })
                .orElse(false);
    }

    private @Nullable String sendingDomain() {
        ProviderChanged provider = subject.provider();
        return provider == null ? null : provider.sendingDomain();
    }

    private Optional<String> preset() {
        return Optional.ofNullable(subject.provider()).map(ProviderChanged::preset);
    }

    private String otherProviders() {
        return subject.others().isEmpty()
                ? ""
                : "Judged for the provider that routing chooses; " + String.join(", ", subject.others())
                        + " may send for the domain too.";
    }

    private DnsEntry suggestedPolicy() {
        return new DnsEntry("_dmarc." + domain, "TXT", "v=DMARC1; p=none; rua=mailto:<your address>");
    }

    private RecordReport mx(Reply reply) {
        List<DnsEntry> found = reply.found().stream()
                .map(value -> new DnsEntry(domain, "MX", value))
                .toList();
        boolean nullMx = reply.found().stream().anyMatch(value -> value.endsWith(" ."));
        Judgement judgement =
                switch (reply) {
                    case Reply.Records records ->
                        nullMx
                                ? new Judgement(
                                        Verdict.WARN,
                                        domain
                                                + " says that it takes no mail (null MX): answers and bounces to it are lost,"
                                                + " and some receivers refuse its mail.")
                                : new Judgement(Verdict.PASS, "");
                    case Reply.Unanswered(String reason) ->
                        new Judgement(Verdict.UNKNOWN, "DNS did not say where the domain takes mail: " + reason + ".");
                    case Reply.Nothing none -> noMx();
                    case Reply.BrokenAlias broken -> noMx();
                };
        return record(judgement, found, List.of(), MX_RFC);
    }

    private Judgement noMx() {
        return new Judgement(Verdict.MISSING, domain + " has no MX record; answers to its addresses may not arrive.");
    }

    private String dnssec() {
        boolean all = asking.answered().values().stream().allMatch(reply -> switch (reply) {
            case Reply.Records records -> records.validated();
            case Reply.Nothing nothing -> nothing.validated();
            case Reply.BrokenAlias broken -> false;
            case Reply.Unanswered unanswered -> false;
        });
        return all ? "validated" : "not_reported";
    }

    private List<DnsEntry> entries(List<String> texts) {
        return texts.stream().map(text -> new DnsEntry(domain, "TXT", text)).toList();
    }

    private static RecordReport record(Judgement judgement, List<DnsEntry> found, List<DnsEntry> expected, String rfc) {
        return new RecordReport(judgement.verdict(), found, expected, judgement.hint(), rfc);
    }
}
