package io.asteris.deliverability.dmarc;

import io.asteris.contract.EmailAddress;
import io.asteris.deliverability.dns.Asking;
import io.asteris.deliverability.dns.OrganisationalDomain;
import io.asteris.deliverability.dns.Reply;
import io.asteris.deliverability.verdict.DnsEntry;
import io.asteris.deliverability.verdict.Findings;
import io.asteris.deliverability.verdict.Judgement;
import io.asteris.deliverability.verdict.Verdict;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether receivers find a policy for a domain, and what it asks of them. */
public final class DmarcCheck {
    private static final String PREFIX = "_dmarc.";
    /** A {@code mailto:} URI, perhaps with the size suffix of RFC 7489 6.4. */
    private static final Pattern MAILTO = Pattern.compile("(?i)mailto:([^!?]+)(?:![0-9]+[kmgt]?)?");

    private static final int MOST_REPORTS = 10;

    /** The tree walk of RFC 9989 asks as often. */
    private static final int MOST_PLACES = 8;

    private final Asking asking;
    private final String domain;
    private final String organisation;

    /** @param domain the From address's */
    public DmarcCheck(Asking asking, String domain) {
        this.asking = asking;
        this.domain = domain;
        this.organisation = OrganisationalDomain.of(domain);
    }

    /**
     * What came out.
     *
     * @param strictDkim whether only keys at the domain itself align
     * @param strictSpf whether only a return path at the domain itself aligns
     */
    public record Outcome(Judgement judgement, List<DnsEntry> found, boolean strictDkim, boolean strictSpf) {
        public Outcome {
            found = List.copyOf(found);
        }
    }

    /** What stands at one of the names. */
    private record Place(String name, List<String> texts, List<DmarcReading> readings, String unread) {
        boolean isEmpty() {
            return texts.isEmpty() && unread.isEmpty();
        }

        List<DnsEntry> entries() {
            return texts.stream()
                    .map(text -> new DnsEntry(PREFIX + name, "TXT", text))
                    .toList();
        }
    }

    /** Asks and judges; never fails. */
    public Uni<Outcome> run() {
        List<String> names = OrganisationalDomain.upFrom(domain);
        List<Uni<Place>> places = names.stream()
                .filter(name -> names.indexOf(name) == 0 || names.indexOf(name) > names.size() - MOST_PLACES)
                .map(name -> asking.txt(PREFIX + name).map(reply -> place(name, reply)))
                .toList();
        return Uni.join().all(places).andFailFast().chain(this::judge);
    }

    private static Place place(String name, Reply reply) {
        if (reply instanceof Reply.Unanswered(String reason)) {
            return new Place(name, List.of(), List.of(), reason);
        }
        List<String> texts = reply.found().stream()
                .filter(text -> !(DmarcReader.read(text) instanceof DmarcReading.NoPolicy))
                .toList();
        return new Place(name, texts, texts.stream().map(DmarcReader::read).toList(), "");
    }

    private Uni<Outcome> judge(List<Place> places) {
        Place own = places.getFirst();
        Place top = places.getLast();
        if (!own.isEmpty()) {
            return judge(own, false);
        }
        if (!top.isEmpty()) {
            return judge(top, true);
        }
        Optional<Place> between =
                places.stream().filter(place -> !place.isEmpty()).findFirst();
        return between.map(place -> Uni.createFrom().item(between(place))).orElseGet(this::missing);
    }

    private Outcome between(Place place) {
        Judgement judgement = place.unread().isEmpty()
                ? new Judgement(
                        Verdict.WARN,
                        "The only DMARC record stands at " + place.name()
                                + ", where many receivers do not look (they know only " + domain + " and "
                                + organisation
                                + "); enter one at _dmarc." + domain + ".")
                : new Judgement(
                        Verdict.UNKNOWN, "DNS did not say whether there is a DMARC record: " + place.unread() + ".");
        return new Outcome(judgement, place.entries(), false, false);
    }

    private Uni<Outcome> judge(Place place, boolean below) {
        var findings = new Findings();
        if (!place.unread().isEmpty()) {
            findings.doubt("DNS did not say whether there is a DMARC record: " + place.unread() + ".");
            return just(new Outcome(findings.judge(), List.of(), false, false));
        }
        if (place.readings().size() > 1) {
            findings.fault("There are " + place.readings().size() + " DMARC records at _dmarc." + place.name()
                    + ", and receivers then act as if there were none (RFC 7489 6.6.3); keep one.");
            return just(new Outcome(findings.judge(), place.entries(), false, false));
        }
        return switch (place.readings().getFirst()) {
            case DmarcReading.Valid(DmarcRecord policy) -> judge(place, policy, below, findings);
            case DmarcReading.Broken(String why) -> {
                findings.fault("The DMARC record at _dmarc." + place.name() + " is broken: " + why + ".");
                yield just(new Outcome(findings.judge(), place.entries(), false, false));
            }
            case DmarcReading.NoPolicy none -> just(new Outcome(findings.judge(), place.entries(), false, false));
        };
    }

    private Uni<Outcome> judge(Place place, DmarcRecord policy, boolean below, Findings findings) {
        if (policy.policyFor(below).equals("none")) {
            findings.remark(
                    "The policy is \"none\": receivers report, but let forged mail through; go to \"quarantine\""
                            + " once the reports look right.");
        }
        if (policy.reports().isEmpty()) {
            findings.remark("The DMARC record asks for no reports; add rua=mailto: with an address of yours.");
        }
        if (policy.percent() < 100) {
            findings.remark(
                    "pct=" + policy.percent() + " asks receivers to apply the policy to a part of the mail only.");
        }
        if (policy.testing()) {
            findings.remark("t=y asks receivers to test the policy only.");
        }
        List<Uni<String>> reports = policy.reports().stream()
                .limit(MOST_REPORTS)
                .map(uri -> report(place.name(), uri))
                .toList();
        Uni<List<String>> remarks = reports.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(reports).andFailFast();
        return remarks.map(sentences -> {
            sentences.forEach(findings::remark);
            return new Outcome(findings.judge(), place.entries(), policy.strictDkim(), policy.strictSpf());
        });
    }

    /** What is wrong with an address for reports; empty when nothing is. */
    private Uni<String> report(String policyDomain, String uri) {
        Matcher mailto = MAILTO.matcher(uri);
        Optional<String> host = mailto.matches() ? host(mailto.group(1)) : Optional.empty();
        if (host.isEmpty()) {
            return Uni.createFrom().item("An address for reports (rua) is not written as mailto:name@domain.");
        }
        if (OrganisationalDomain.same(host.get(), policyDomain)) {
            return Uni.createFrom().item("");
        }
        // RFC 7489 7.1: whoever gets another's reports says so.
        String agreement = policyDomain + "._report._dmarc." + host.get();
        return asking.txt(agreement).map(reply -> {
            boolean agreed = reply instanceof Reply.Unanswered
                    || reply.found().stream().anyMatch(text -> text.strip().startsWith("v=DMARC1"));
            return agreed
                    ? ""
                    : "Reports to " + host.get() + " are not sent: " + agreement + " does not agree to take them.";
        });
    }

    private static Optional<String> host(String address) {
        try {
            return Optional.of(EmailAddress.of(address.strip()).domain());
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private Uni<Outcome> missing() {
        String sentence = "There is no DMARC record for " + domain + "; enter what is expected.";
        return asking.txt(domain)
                .map(Reply::found)
                .map(texts ->
                        texts.stream().anyMatch(text -> !(DmarcReader.read(text) instanceof DmarcReading.NoPolicy))
                                ? sentence + " One stands at " + domain
                                        + " itself, where nobody looks: move it to _dmarc." + domain + "."
                                : sentence)
                .map(hint -> new Outcome(new Judgement(Verdict.MISSING, hint), List.of(), false, false));
    }

    private static Uni<Outcome> just(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
