package io.asteris.deliverability.preset;

import io.asteris.contract.event.ProviderChanged;
import io.asteris.contract.event.ProviderChanged.Dkim;
import io.asteris.deliverability.dkim.DkimPlan;
import io.asteris.deliverability.dkim.DkimPlan.Selector;
import io.asteris.deliverability.dns.OrganisationalDomain;
import io.asteris.deliverability.spf.SpfNeed;
import io.asteris.deliverability.verdict.DnsEntry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Fills in the data of {@link PresetData} for one domain and one provider. */
public final class Expectations {
    private static final Pattern SENDGRID_ACCOUNT = Pattern.compile("u[0-9]+\\.wl[0-9]*\\.sendgrid\\.net");
    private static final String OWNERS_WORD = "; DKIM as the site's owner named it";
    private static final String TYPE_SELECTOR =
            "Nobody can know the DKIM selector from outside; name it once (PUT /dns-check/settings).";

    /** Domains of mailbox providers, with the presets that send for them. */
    private static final Map<String, String> OWNED_BY_OTHERS = Map.of(
            "gmail.com", "gmail",
            "googlemail.com", "gmail",
            "outlook.com", "microsoft365",
            "hotmail.com", "microsoft365",
            "live.com", "microsoft365",
            "msn.com", "microsoft365");

    private final String domain;
    private final ProviderChanged provider;
    private final DomainFacts facts;

    private Expectations(String domain, ProviderChanged provider, DomainFacts facts) {
        this.domain = domain;
        this.provider = provider;
        this.facts = facts;
    }

    /**
     * What a provider needs of a domain.
     *
     * @param relay whom SPF has to allow where the provider is a relay
     */
    public static Expectation of(String domain, ProviderChanged provider, DomainFacts facts, SpfNeed relay) {
        var all = new Expectations(domain, provider, facts);
        Expectation preset =
                switch (provider.preset()) {
                    case "sendgrid" -> all.sendgrid();
                    case "mailgun" -> all.mailgun();
                    case "ses" -> all.ses();
                    case "gmail" -> all.gmail();
                    case "microsoft365" -> all.microsoft();
                    default -> all.relay(relay);
                };
        return all.withFacts(preset);
    }

    /** The preset that sends for a mailbox provider's own domain; empty for a domain that people own. */
    public static Optional<String> ownerOf(String domain) {
        return Optional.ofNullable(OWNED_BY_OTHERS.get(domain));
    }

    private Expectation sendgrid() {
        PresetData data = PresetData.SENDGRID;
        List<DnsEntry> dkim = facts.account() == null
                ? List.of()
                : Stream.of("s1", "s2")
                        .map(s ->
                                new DnsEntry(s + "._domainkey." + domain, "CNAME", s + ".domainkey." + facts.account()))
                        .toList();
        List<DnsEntry> returnPath = facts.account() == null || facts.returnPath() == null
                ? List.of()
                : List.of(new DnsEntry(facts.returnPath(), "CNAME", facts.account()));
        var need = new SpfNeed(
                data.title(),
                Set.of(data.include()),
                name -> SENDGRID_ACCOUNT.matcher(name).matches(),
                List.of(),
                null);
        var plan = new DkimPlan(
                List.of(Selector.at("s1", domain), Selector.at("s2", domain)),
                List.of(Selector.at("m1", domain)),
                "Signing is set up by hand (selector m1): the key does not rotate; automated security would see to it.",
                ".sendgrid.net",
                false,
                null);
        return new Expectation(
                need,
                plan,
                concat(returnPath, spf(domain, data.include())),
                dkim.isEmpty() ? copyFromProvider("s1", "s2", "<your u….wl….sendgrid.net>", ".domainkey.") : dkim,
                "DMARC still passes by DKIM, and by the return path at an em… host of yours in relaxed mode.",
                data.source());
    }

    private List<DnsEntry> copyFromProvider(String one, String other, String account, String between) {
        return Stream.of(one, other)
                .map(s -> new DnsEntry(s + "._domainkey." + domain, "CNAME", s + between + account))
                .toList();
    }

    private Expectation mailgun() {
        PresetData data = PresetData.MAILGUN;
        String sending = Objects.requireNonNullElse(provider.sendingDomain(), domain);
        String home = OrganisationalDomain.same(sending, domain) ? sending : domain;
        String include = "eu".equals(provider.region()) ? "eu." + data.include() : data.include();
        List<Dkim> told = provider.dkim().stream()
                .filter(entry -> entry.selector() != null)
                .toList();
        String[] places = {home, domain, OrganisationalDomain.of(domain)};
        DkimPlan plan = told.isEmpty()
                ? DkimPlan.guess(
                                List.of(Selector.at("pdk1", places), Selector.at("pdk2", places)),
                                "Mailgun did not tell the DKIM selector (a sending key may not ask): it shows it under Sending,"
                                        + " Domain settings, DNS records; name it once (PUT /dns-check/settings).")
                        .behind(".mailgun.com")
                : DkimPlan.all(told.stream()
                                .map(entry -> Selector.at(String.valueOf(entry.selector()), places(entry, places)))
                                .toList())
                        .behind(".mailgun.com");
        String hint = home.equals(domain)
                ? ""
                : "Mailgun's return path is at " + home + ", so DMARC passes by SPF there in relaxed mode.";
        return new Expectation(
                SpfNeed.include(data.title(), data.include(), "eu." + data.include()),
                plan,
                spf(home, include),
                told.stream()
                        .map(entry -> new DnsEntry(
                                entry.selector() + "._domainkey." + places(entry, places)[0],
                                Objects.requireNonNullElse(entry.type(), "TXT"),
                                Objects.requireNonNullElse(entry.value(), "k=rsa; p=<the key that Mailgun shows>")))
                        .toList(),
                hint,
                source(data, !told.isEmpty()));
    }

    /** Where the provider says that the key stands, as long as that is of any use to the domain. */
    private String[] places(Dkim entry, String... otherwise) {
        return entry.domain() != null && OrganisationalDomain.same(entry.domain(), domain)
                ? new String[] {entry.domain()}
                : otherwise;
    }

    private static String source(PresetData data, boolean told) {
        return told ? data.source() + "; DKIM as " + data.title() + " itself tells it of this account" : data.source();
    }

    private Expectation ses() {
        PresetData data = PresetData.SES;
        List<Dkim> ofDomain = provider.dkim().stream()
                .filter(entry -> entry.domain() == null || entry.domain().equals(domain))
                .toList();
        boolean typed = facts.tokens() != null && !facts.tokens().isEmpty();
        List<Dkim> tokens = typed
                ? facts.tokens().stream()
                        .map(token -> new Dkim(null, token, domain, null, null))
                        .toList()
                : ofDomain.stream().filter(entry -> entry.token() != null).toList();
        List<String> ownKeys = typed
                ? List.of()
                : ofDomain.stream().map(Dkim::selector).filter(Objects::nonNull).toList();
        var plan = new DkimPlan(
                Stream.concat(tokens.stream().map(Dkim::token), ownKeys.stream())
                        .map(name -> Selector.at(name, domain))
                        .toList(),
                List.of(),
                "",
                ".amazonses.com",
                true,
                tokens.isEmpty() && ownKeys.isEmpty()
                        ? "Amazon SES did not tell the DKIM tokens (the keys need ses:GetEmailIdentity, and the domain must be"
                                + " verified in this region): it shows them at the verified identity; name them once (PUT"
                                + " /dns-check/settings)."
                        : null);
        List<DnsEntry> mailFrom = facts.returnPath() == null
                ? List.of()
                : List.of(
                        new DnsEntry(
                                facts.returnPath(),
                                "MX",
                                "10 feedback-smtp." + Objects.requireNonNullElse(provider.region(), "<region>")
                                        + ".amazonses.com"),
                        new DnsEntry(facts.returnPath(), "TXT", "v=spf1 include:" + data.include() + " ~all"));
        return new Expectation(
                SpfNeed.include(data.title(), data.include()),
                plan,
                concat(mailFrom, spf(domain, data.include())),
                Stream.concat(
                                tokens.stream()
                                        .map(entry -> new DnsEntry(
                                                entry.token() + "._domainkey." + domain,
                                                "CNAME",
                                                Objects.requireNonNullElse(
                                                        entry.value(), entry.token() + ".dkim.amazonses.com"))),
                                ownKeys.stream()
                                        .map(selector -> new DnsEntry(
                                                selector + "._domainkey." + domain, "TXT", "p=<your own public key>")))
                        .toList(),
                "SES does not need it: its return path is at amazonses.com or at a MAIL FROM host of yours, and DMARC still"
                        + " passes by DKIM.",
                typed ? data.source() + OWNERS_WORD : source(data, !(tokens.isEmpty() && ownKeys.isEmpty())));
    }

    private Expectation gmail() {
        PresetData data = PresetData.GMAIL;
        return new Expectation(
                SpfNeed.include(data.title(), data.include()),
                DkimPlan.all(List.of(Selector.at("google", domain))),
                spf(domain, data.include()),
                List.of(new DnsEntry(
                        "google._domainkey." + domain,
                        "TXT",
                        "v=DKIM1; k=rsa; p=<the key that the admin console shows>")),
                "",
                data.source());
    }

    private Expectation microsoft() {
        PresetData data = PresetData.MICROSOFT365;
        String dashed = domain.replace('.', '-');
        return new Expectation(
                SpfNeed.include(
                        data.title(),
                        data.include(),
                        "spf.protection.office365.us",
                        "spf.protection.partner.outlook.cn"),
                new DkimPlan(
                        List.of(Selector.at("selector1", domain), Selector.at("selector2", domain)),
                        List.of(),
                        "",
                        "",
                        false,
                        null),
                List.of(new DnsEntry(domain, "TXT", "v=spf1 include:" + data.include() + " -all")),
                Stream.of("selector1", "selector2")
                        .map(s -> new DnsEntry(
                                s + "._domainkey." + domain,
                                "CNAME",
                                s + "-" + dashed + "._domainkey.<initial>.<letter>-v1.dkim.mail.microsoft"))
                        .toList(),
                "",
                data.source());
    }

    private Expectation relay(SpfNeed need) {
        String terms = need.addresses().stream()
                .map(address -> (address.indexOf(':') < 0 ? "ip4:" : "ip6:") + address)
                .collect(java.util.stream.Collectors.joining(" "));
        String allow = need.includes().isEmpty() ? terms : "include:" + String.join(" include:", need.includes());
        return new Expectation(
                need,
                DkimPlan.guess(List.of(), TYPE_SELECTOR),
                allow.isEmpty() ? List.of() : List.of(new DnsEntry(domain, "TXT", "v=spf1 " + allow + " ~all")),
                List.of(),
                "The relay's outgoing addresses may differ from those of its host name; ask who runs it.",
                PresetData.SMTP.source());
    }

    /** What the owner typed replaces what the preset knows and what the provider told. */
    private Expectation withFacts(Expectation preset) {
        List<String> selectors = facts.selectors() == null ? List.of() : facts.selectors();
        boolean ownInclude = facts.include() != null && !provider.preset().equals("smtp");
        SpfNeed spf = ownInclude ? SpfNeed.include(preset.spf().who(), facts.include()) : preset.spf();
        if (selectors.isEmpty()) {
            return new Expectation(
                    spf, preset.dkim(), preset.spfEntries(), preset.dkimEntries(), preset.spfHint(), preset.source());
        }
        List<DnsEntry> known = selectors.stream()
                .map(s -> new DnsEntry(s + "._domainkey." + domain, "TXT", "v=DKIM1; k=rsa; p=<the provider's key>"))
                .toList();
        String home = Objects.requireNonNullElse(provider.sendingDomain(), domain);
        String[] places = OrganisationalDomain.same(home, domain)
                ? new String[] {domain, home, OrganisationalDomain.of(domain)}
                : new String[] {domain};
        DkimPlan plan =
                DkimPlan.all(selectors.stream().map(s -> Selector.at(s, places)).toList());
        String target = preset.dkim().target();
        return new Expectation(
                spf,
                target == null ? plan : plan.behind(target),
                preset.spfEntries(),
                known,
                preset.spfHint(),
                PresetData.named(provider.preset()).source() + OWNERS_WORD);
    }

    private static List<DnsEntry> spf(String name, String include) {
        return List.of(new DnsEntry(name, "TXT", "v=spf1 include:" + include + " ~all"));
    }

    private static List<DnsEntry> concat(List<DnsEntry> one, List<DnsEntry> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
