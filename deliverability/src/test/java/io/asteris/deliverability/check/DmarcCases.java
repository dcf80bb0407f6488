package io.asteris.deliverability.check;

import java.util.List;

/** DMARC records as people publish them, with the verdict that each deserves. */
final class DmarcCases {
    private DmarcCases() {}

    static List<DnsCase> all() {
        return List.of(
                DnsCase.of(
                                "DMARC: a policy",
                                "gmail",
                                "m86.test",
                                "_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:r@m86.test\"")
                        .dmarc("pass"),
                DnsCase.of("DMARC: no policy", "gmail", "m87.test", "@ TXT \"x\"")
                        .dmarc("missing")
                        .saying("enter what is expected"),
                DnsCase.of("DMARC: the policy stands at the domain", "gmail", "m88.test", "@ TXT \"v=DMARC1; p=none\"")
                        .dmarc("missing")
                        .saying("_dmarc."),
                DnsCase.of(
                                "DMARC: p=none passes with a hint",
                                "gmail",
                                "m89.test",
                                "_dmarc TXT \"v=DMARC1; p=none; rua=mailto:r@m89.test\"")
                        .dmarc("pass")
                        .saying("none"),
                DnsCase.of(
                                "DMARC: no reports pass with a hint",
                                "gmail",
                                "m90.test",
                                "_dmarc TXT \"v=DMARC1; p=reject\"")
                        .dmarc("pass")
                        .saying("no reports"),
                DnsCase.of(
                                "DMARC: a part of the mail passes with a hint",
                                "gmail",
                                "m91.test",
                                "_dmarc TXT \"v=DMARC1; p=reject; pct=20; rua=mailto:r@m91.test\"")
                        .dmarc("pass")
                        .saying("pct=20"),
                DnsCase.of(
                                "DMARC: a test passes with a hint",
                                "gmail",
                                "m92.test",
                                "_dmarc TXT \"v=DMARC1; p=reject; t=y; rua=mailto:r@m92.test\"")
                        .dmarc("pass")
                        .saying("t=y"),
                DnsCase.of("DMARC: p is missing", "gmail", "m93.test", "_dmarc TXT \"v=DMARC1; sp=none\"")
                        .dmarc("warn")
                        .saying("p= is missing"),
                DnsCase.of("DMARC: p is wrong", "gmail", "m94.test", "_dmarc TXT \"v=DMARC1; p=monitor\"")
                        .dmarc("warn")
                        .saying("p= is none"),
                DnsCase.of("DMARC: the version is a near miss", "gmail", "m95.test", "_dmarc TXT \"v=dmarc1; p=none\"")
                        .dmarc("warn")
                        .saying("v=DMARC1"),
                DnsCase.of("DMARC: a tag without a value", "gmail", "m96.test", "_dmarc TXT \"v=DMARC1; p=none; rua\"")
                        .dmarc("warn")
                        .saying("tag=value"),
                DnsCase.of(
                                "DMARC: two policies",
                                "gmail",
                                "m97.test",
                                "_dmarc TXT \"v=DMARC1; p=none\"\n_dmarc TXT \"v=DMARC1; p=reject\"")
                        .dmarc("warn")
                        .saying("2 DMARC records"),
                DnsCase.of(
                                "DMARC: a wildcard answers with an SPF record for the policy",
                                "gmail",
                                "m98.test",
                                "* TXT \"v=spf1 -all\"")
                        .dmarc("missing"),
                DnsCase.of(
                                "DMARC: the order behind the version is free",
                                "gmail",
                                "m99.test",
                                "_dmarc TXT \"v=DMARC1; rua=mailto:r@m99.test; adkim=s; p=quarantine; aspf=s; fo=1; np=reject; x=y\"")
                        .dmarc("pass"),
                DnsCase.of(
                                "DMARC: sub-domains have a policy of their own",
                                "gmail",
                                "m100.test",
                                "_dmarc TXT \"v=DMARC1; p=reject; sp=none; rua=mailto:r@m100.test\"")
                        .asking("news.m100.test")
                        .dmarc("pass")
                        .saying("none"),
                DnsCase.of(
                                "DMARC: the organisation's policy counts for a sub-domain",
                                "gmail",
                                "m101.test",
                                "_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:r@m101.test\"")
                        .asking("a.b.m101.test")
                        .dmarc("pass"),
                DnsCase.of(
                                "DMARC: a policy between the two",
                                "gmail",
                                "m102.test",
                                "_dmarc.b TXT \"v=DMARC1; p=reject; rua=mailto:r@m102.test\"")
                        .asking("a.b.m102.test")
                        .dmarc("warn")
                        .saying("b.m102.test"),
                DnsCase.of(
                                "DMARC: reports to others who agree",
                                "gmail",
                                "m103.test",
                                "_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:r@agrees.test!10m\"\nm103.test._report._dmarc.agrees.test. TXT \"v=DMARC1\"")
                        .dmarc("pass"),
                DnsCase.of(
                                "DMARC: reports to others who do not agree",
                                "gmail",
                                "m104.test",
                                "_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:r@refuses.test\"")
                        .dmarc("pass")
                        .saying("does not agree"),
                DnsCase.of(
                                "DMARC: reports to no address",
                                "gmail",
                                "m105.test",
                                "_dmarc TXT \"v=DMARC1; p=reject; rua=r@m105.test\"")
                        .dmarc("pass")
                        .saying("mailto:"));
    }
}
