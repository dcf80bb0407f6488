package io.asteris.deliverability.check;

import java.util.List;
import java.util.stream.Stream;

/** Domains as people publish them, with the verdict that each deserves. */
final class DnsCases {
    private DnsCases() {}

    static List<DnsCase> all() {
        return Stream.of(SpfSenderCases.all(), SpfRecordCases.all(), DkimCases.all(), DmarcCases.all(), several())
                .flatMap(List::stream)
                .toList();
    }

    private static List<DnsCase> several() {
        return List.of(
                DnsCase.of(
                                "SPF: an internationalised domain",
                                "gmail",
                                "xn--bcher-kva.test",
                                "@ TXT \"v=spf1 include:_spf.google.com ~all\"")
                        .spf("pass")
                        .dmarc("missing"),
                DnsCase.of(
                                "DMARC: below a public suffix of two labels",
                                "gmail",
                                "shop.co.uk",
                                "_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:r@shop.co.uk\"")
                        .asking("mail.shop.co.uk")
                        .dmarc("pass"),
                DnsCase.of(
                                "DMARC: a neighbour below the private section of the list is somebody else",
                                "gmail",
                                "github.io",
                                "_dmarc TXT \"v=DMARC1; p=reject\"\nme TXT \"x\"")
                        .asking("me.github.io")
                        .dmarc("missing"),
                DnsCase.of(
                                "a mailbox provider's own domain, by its preset",
                                "gmail",
                                "gmail.com",
                                "@ TXT \"v=spf1 redirect=_spf.google.com\"\n_dmarc TXT \"v=DMARC1; p=none; rua=mailto:r@google.com\"")
                        .spf("pass")
                        .dkim("unknown")
                        .saying("signs by itself"),
                DnsCase.of(
                                "a mailbox provider's own domain, by another preset",
                                "sendgrid",
                                "hotmail.com",
                                "@ TXT \"v=spf1 -all\"")
                        .spf("warn")
                        .saying("use an address on your own domain"),
                DnsCase.of(
                                "a key at another name of the organisation aligns relaxed",
                                "mailgun",
                                "relaxed.test",
                                "pdk1._domainkey.relaxed.test. TXT ${rsa2048}\npdk2._domainkey.relaxed.test. TXT ${rsa2048}")
                        .asking("mg.relaxed.test")
                        .dkim("pass"),
                DnsCase.of(
                                "a key at another name of the organisation does not align strictly",
                                "mailgun",
                                "strict.test",
                                "_dmarc TXT \"v=DMARC1; p=reject; adkim=s\"\npdk1._domainkey TXT ${rsa2048}\npdk2._domainkey TXT ${rsa2048}")
                        .asking("mg.strict.test")
                        .dkim("warn")
                        .saying("strict alignment"));
    }
}
