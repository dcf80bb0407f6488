package io.asteris.deliverability.check;

import java.util.List;

/** DKIM keys as people publish them, with the verdict that each deserves. */
final class DkimCases {
    private DkimCases() {}

    static List<DnsCase> all() {
        return List.of(
                DnsCase.of("DKIM: google's key", "gmail", "k56.test", "google._domainkey TXT ${rsa2048}")
                        .dkim("pass"),
                DnsCase.of("DKIM: google's key is missing", "gmail", "k57.test", "@ TXT \"x\"")
                        .dkim("missing"),
                DnsCase.of("DKIM: a key of 1024 bits", "gmail", "k58.test", "google._domainkey TXT ${rsa1024}")
                        .dkim("pass")
                        .saying("1024 bits"),
                DnsCase.of("DKIM: a key of 768 bits", "gmail", "k59.test", "google._domainkey TXT ${rsa768}")
                        .dkim("warn")
                        .saying("768 bits"),
                DnsCase.of("DKIM: a bare PKCS#1 key", "gmail", "k60.test", "google._domainkey TXT ${pkcs1}")
                        .dkim("pass"),
                DnsCase.of("DKIM: an Ed25519 key", "gmail", "k61.test", "google._domainkey TXT ${ed25519}")
                        .dkim("pass")
                        .saying("Ed25519"),
                DnsCase.of("DKIM: a revoked key", "gmail", "k62.test", "google._domainkey TXT \"v=DKIM1; p=\"")
                        .dkim("warn")
                        .saying("revoked"),
                DnsCase.of(
                                "DKIM: an unreadable key",
                                "gmail",
                                "k63.test",
                                "google._domainkey TXT \"v=DKIM1; k=rsa; p=MIIBIjANBgkq\"")
                        .dkim("warn")
                        .saying("cannot be read"),
                DnsCase.of(
                                "DKIM: quotes inside the key",
                                "gmail",
                                "k64.test",
                                "google._domainkey TXT \"v=DKIM1; p=MII\\\"BIj\"")
                        .dkim("warn")
                        .saying("Base64"),
                DnsCase.of(
                                "DKIM: tags without semicolons",
                                "gmail",
                                "k65.test",
                                "google._domainkey TXT \"v=DKIM1 k=rsa p=AAAA\"")
                        .dkim("warn"),
                DnsCase.of(
                                "DKIM: an unknown kind of key",
                                "gmail",
                                "k66.test",
                                "google._domainkey TXT \"v=DKIM1; k=dsa; p=AAAA\"")
                        .dkim("warn")
                        .saying("k="),
                DnsCase.of("DKIM: only sha1", "gmail", "k67.test", "google._domainkey TXT ${sha1}")
                        .dkim("warn")
                        .saying("sha256"),
                DnsCase.of("DKIM: not for e-mail", "gmail", "k68.test", "google._domainkey TXT ${tlsrpt}")
                        .dkim("warn")
                        .saying("no e-mail"),
                DnsCase.of("DKIM: for testing", "gmail", "k69.test", "google._domainkey TXT ${testing}")
                        .dkim("pass")
                        .saying("t=y"),
                DnsCase.of(
                                "DKIM: two keys at one name",
                                "gmail",
                                "k70.test",
                                "google._domainkey TXT ${rsa2048}\ngoogle._domainkey TXT ${rsa1024}")
                        .dkim("warn")
                        .saying("several"),
                DnsCase.of("DKIM: a wildcard answers with an SPF record", "gmail", "k71.test", "* TXT \"v=spf1 -all\"")
                        .dkim("missing"),
                DnsCase.of(
                                "DKIM: a wildcard answers with a DMARC record",
                                "gmail",
                                "k72.test",
                                "* TXT \"v=DMARC1; p=none\"")
                        .dkim("missing"),
                DnsCase.of(
                                "DKIM: SendGrid's two aliases",
                                "sendgrid",
                                "k73.test",
                                "s1._domainkey CNAME s1.domainkey.u1.wl1.sendgrid.net.\ns2._domainkey CNAME s2.domainkey.u1.wl1.sendgrid.net.")
                        .dkim("pass"),
                DnsCase.of(
                                "DKIM: one of SendGrid's two",
                                "sendgrid",
                                "k74.test",
                                "s1._domainkey CNAME s1.domainkey.u1.wl1.sendgrid.net.")
                        .dkim("warn")
                        .saying("s2._domainkey"),
                DnsCase.of("DKIM: SendGrid by hand at m1", "sendgrid", "k75.test", "m1._domainkey TXT ${rsa2048}")
                        .dkim("pass")
                        .saying("by hand"),
                DnsCase.of("DKIM: none of SendGrid's", "sendgrid", "k76.test", "@ TXT \"x\"")
                        .dkim("missing"),
                DnsCase.of(
                                "DKIM: an alias whose target is wrong",
                                "sendgrid",
                                "k77.test",
                                "s1._domainkey CNAME s1.domainkey.wrong.test.\ns2._domainkey CNAME s2.domainkey.u1.wl1.sendgrid.net.")
                        .dkim("warn")
                        .saying("target is wrong"),
                DnsCase.of(
                                "DKIM: an alias whose key is not switched on",
                                "sendgrid",
                                "k78.test",
                                "s1._domainkey CNAME s9.domainkey.u1.wl1.sendgrid.net.\ns2._domainkey CNAME s2.domainkey.u1.wl1.sendgrid.net.")
                        .dkim("warn")
                        .saying("switch DKIM signing on"),
                DnsCase.of(
                                "DKIM: Microsoft's two aliases",
                                "microsoft365",
                                "k79.test",
                                "selector1._domainkey CNAME s1.domainkey.u1.wl1.sendgrid.net.\nselector2._domainkey CNAME s2.domainkey.u1.wl1.sendgrid.net.")
                        .dkim("pass"),
                DnsCase.of(
                                "DKIM: aliases in a row",
                                "gmail",
                                "k80.test",
                                "google._domainkey CNAME a1.k80.test.\na1 CNAME a2.k80.test.\na2 CNAME a3.k80.test.\na3 TXT ${rsa2048}")
                        .dkim("pass"),
                DnsCase.of(
                                "DKIM: aliases in a circle",
                                "gmail",
                                "k81.test",
                                "google._domainkey CNAME a1.k81.test.\na1 CNAME google._domainkey.k81.test.")
                        .dkim("warn")
                        .saying("circle"),
                DnsCase.of("DKIM: Mailgun without a known selector", "mailgun", "k82.test", "@ TXT \"x\"")
                        .dkim("unknown")
                        .saying("did not tell the DKIM selector"),
                DnsCase.of(
                                "DKIM: Mailgun's automatic selectors",
                                "mailgun",
                                "k83.test",
                                "pdk1._domainkey CNAME s1.domainkey.u1.wl1.sendgrid.net.\npdk2._domainkey CNAME s2.domainkey.u1.wl1.sendgrid.net.")
                        .dkim("pass"),
                DnsCase.of("DKIM: SES without known tokens", "ses", "k84.test", "@ TXT \"x\"")
                        .dkim("unknown")
                        .saying("did not tell the DKIM tokens"),
                DnsCase.of("DKIM: a relay without a known selector", "smtp", "k85.test", "@ TXT \"x\"")
                        .dkim("unknown")
                        .saying("selector"));
    }
}
