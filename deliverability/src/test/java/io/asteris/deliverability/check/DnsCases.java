package io.asteris.deliverability.check;

import java.util.List;
import java.util.stream.Stream;

/** Domains as people publish them, with the verdict that each deserves. */
final class DnsCases {
    private DnsCases() {}

    static List<DnsCase> all() {
        return Stream.of(spf(), dkim(), dmarc(), several())
                .flatMap(List::stream)
                .toList();
    }

    private static List<DnsCase> spf() {
        return List.of(
                DnsCase.of("SPF: no record", "sendgrid", "s1.test", "@ TXT \"hello\"")
                        .spf("missing")
                        .saying("no SPF record"),
                DnsCase.of("SPF: no name at all", "sendgrid", "s2.test", "other TXT \"x\"")
                        .spf("missing"),
                DnsCase.of(
                                "SPF: the record stands at spf.",
                                "sendgrid",
                                "s3.test",
                                "spf TXT \"v=spf1 include:sendgrid.net ~all\"")
                        .spf("missing")
                        .saying("spf."),
                DnsCase.of(
                                "SPF: the provider is included",
                                "sendgrid",
                                "s4.test",
                                "@ TXT \"v=spf1 include:sendgrid.net ~all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: capital letters make no difference",
                                "sendgrid",
                                "s5.test",
                                "@ TXT \"V=SPF1 Include:SendGrid.net -ALL\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: SendGrid's account host counts as SendGrid",
                                "sendgrid",
                                "s6.test",
                                "@ TXT \"v=spf1 include:u123.wl045.sendgrid.net ~all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: v=spf10 is no SPF record",
                                "sendgrid",
                                "s7.test",
                                "@ TXT \"v=spf10 include:sendgrid.net ~all\"")
                        .spf("missing"),
                DnsCase.of(
                                "SPF: strings are joined without a space",
                                "sendgrid",
                                "s8.test",
                                "@ TXT \"v=spf1 include:send\" \"grid.net ~all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: the provider is not included",
                                "sendgrid",
                                "s9.test",
                                "@ TXT \"v=spf1 ip4:192.0.2.1 ~all\"")
                        .spf("warn")
                        .saying("does not allow SendGrid", "DKIM"),
                DnsCase.of(
                                "SPF: the provider is included two levels deep",
                                "gmail",
                                "s10.test",
                                "@ TXT \"v=spf1 include:in.s10.test ~all\"\nin TXT \"v=spf1 include:deep.s10.test ~all\"\ndeep TXT \"v=spf1 include:_spf.google.com -all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: the provider is included by redirect",
                                "gmail",
                                "s11.test",
                                "@ TXT \"v=spf1 redirect=_spf.google.com\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: a redirect beside all does not count",
                                "gmail",
                                "s12.test",
                                "@ TXT \"v=spf1 redirect=_spf.google.com ~all\"")
                        .spf("warn")
                        .saying("does not allow"),
                DnsCase.of(
                                "SPF: the include has the qualifier -",
                                "mailgun",
                                "s13.test",
                                "@ TXT \"v=spf1 -include:mailgun.org ~all\"")
                        .spf("warn")
                        .saying("qualifier"),
                DnsCase.of(
                                "SPF: the include has the qualifier ?",
                                "mailgun",
                                "s14.test",
                                "@ TXT \"v=spf1 ?include:mailgun.org ~all\"")
                        .spf("warn")
                        .saying("qualifier"),
                DnsCase.of(
                                "SPF: the include has the qualifier ~",
                                "mailgun",
                                "s15.test",
                                "@ TXT \"v=spf1 ~include:mailgun.org ~all\"")
                        .spf("warn")
                        .saying("qualifier"),
                DnsCase.of(
                                "SPF: Mailgun's European name counts",
                                "mailgun",
                                "s16.test",
                                "@ TXT \"v=spf1 include:eu.mailgun.org ~all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: ranges cover all that the provider publishes",
                                "ses",
                                "s17.test",
                                "@ TXT \"v=spf1 ip4:199.255.192.0/22 ip4:199.127.232.0/22 ip6:2600:1f00::/24 -all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: ranges cover a part of what the provider publishes",
                                "ses",
                                "s18.test",
                                "@ TXT \"v=spf1 ip4:199.255.192.0/22 -all\"")
                        .spf("warn"),
                DnsCase.of(
                                "SPF: two halves cover one range",
                                "ses",
                                "s19.test",
                                "@ TXT \"v=spf1 ip4:199.255.192.0/23 ip4:199.255.194.0/23 ip4:199.127.232.0/22 ip6:2600:1f00::/24 -all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: everybody is allowed",
                                "gmail",
                                "s20.test",
                                "@ TXT \"v=spf1 include:_spf.google.com +all\"")
                        .spf("warn")
                        .saying("everybody"),
                DnsCase.of(
                                "SPF: a bare all allows everybody",
                                "gmail",
                                "s21.test",
                                "@ TXT \"v=spf1 include:_spf.google.com all\"")
                        .spf("warn")
                        .saying("everybody"),
                DnsCase.of(
                                "SPF: a range of the whole internet allows everybody",
                                "gmail",
                                "s22.test",
                                "@ TXT \"v=spf1 include:_spf.google.com ip4:0.0.0.0/0 ~all\"")
                        .spf("warn")
                        .saying("everybody"),
                DnsCase.of(
                                "SPF: an include allows everybody",
                                "gmail",
                                "s23.test",
                                "@ TXT \"v=spf1 include:_spf.google.com include:in.s23.test ~all\"\nin TXT \"v=spf1 ip6:::/0 -all\"")
                        .spf("warn")
                        .saying("everybody"),
                DnsCase.of(
                                "SPF: ?all passes with a hint",
                                "gmail",
                                "s24.test",
                                "@ TXT \"v=spf1 include:_spf.google.com ?all\"")
                        .spf("pass")
                        .saying("says nothing of other senders"),
                DnsCase.of(
                                "SPF: no all passes with a hint",
                                "gmail",
                                "s25.test",
                                "@ TXT \"v=spf1 include:_spf.google.com\"")
                        .spf("pass")
                        .saying("says nothing of other senders"),
                DnsCase.of(
                                "SPF: ptr passes with a hint",
                                "gmail",
                                "s26.test",
                                "@ TXT \"v=spf1 ptr include:_spf.google.com ~all\"")
                        .spf("pass")
                        .saying("ptr"),
                DnsCase.of(
                                "SPF: two records",
                                "gmail",
                                "s27.test",
                                "@ TXT \"v=spf1 include:_spf.google.com ~all\"\n@ TXT \"v=spf1 -all\"")
                        .spf("warn")
                        .saying("2 SPF records"),
                DnsCase.of(
                                "SPF: other texts beside the record do not matter",
                                "gmail",
                                "s28.test",
                                "@ TXT \"v=spf1 include:_spf.google.com ~all\"\n@ TXT \"google-site-verification=x\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: a mechanism that nobody knows",
                                "gmail",
                                "s29.test",
                                "@ TXT \"v=spf1 include:_spf.google.com ipv4:192.0.2.1 ~all\"")
                        .spf("warn")
                        .saying("broken"),
                DnsCase.of(
                                "SPF: a bad address",
                                "gmail",
                                "s30.test",
                                "@ TXT \"v=spf1 include:_spf.google.com ip4:192.0.2.300 ~all\"")
                        .spf("warn")
                        .saying("broken"),
                DnsCase.of(
                                "SPF: a bad prefix",
                                "gmail",
                                "s31.test",
                                "@ TXT \"v=spf1 include:_spf.google.com ip4:192.0.2.0/33 ~all\"")
                        .spf("warn")
                        .saying("broken"),
                DnsCase.of(
                                "SPF: redirect twice",
                                "gmail",
                                "s32.test",
                                "@ TXT \"v=spf1 redirect=_spf.google.com redirect=_spf.google.com\"")
                        .spf("warn")
                        .saying("twice"),
                DnsCase.of(
                                "SPF: a modifier that nobody knows is ignored",
                                "gmail",
                                "s33.test",
                                "@ TXT \"v=spf1 include:_spf.google.com moo=cow ~all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: an include without a record",
                                "gmail",
                                "s34.test",
                                "@ TXT \"v=spf1 include:_spf.google.com include:nowhere.s34.test ~all\"")
                        .spf("warn")
                        .saying("no SPF record"),
                DnsCase.of(
                                "SPF: a redirect without a record",
                                "gmail",
                                "s35.test",
                                "@ TXT \"v=spf1 redirect=nowhere.s35.test\"")
                        .spf("warn")
                        .saying("no SPF record"),
                DnsCase.of(
                                "SPF: an include in a circle",
                                "gmail",
                                "s36.test",
                                "@ TXT \"v=spf1 include:_spf.google.com include:in.s36.test ~all\"\nin TXT \"v=spf1 include:s36.test ~all\"")
                        .spf("warn")
                        .saying("circle"),
                DnsCase.of(
                                "SPF: a broken record in an include",
                                "gmail",
                                "s37.test",
                                "@ TXT \"v=spf1 include:_spf.google.com include:in.s37.test ~all\"\nin TXT \"v=spf1 nonsense ~all\"")
                        .spf("warn")
                        .saying("broken"),
                DnsCase.of(
                                "SPF: a mechanism behind all",
                                "gmail",
                                "s38.test",
                                "@ TXT \"v=spf1 include:_spf.google.com ~all ip4:192.0.2.1\"")
                        .spf("warn")
                        .saying("never reached"),
                DnsCase.of(
                                "SPF: the provider behind all",
                                "gmail",
                                "s39.test",
                                "@ TXT \"v=spf1 ~all include:_spf.google.com\"")
                        .spf("warn"),
                DnsCase.of(
                                "SPF: ten look-ups are borne",
                                "gmail",
                                "s40.test",
                                "@ TXT \"v=spf1 include:_spf.google.com a:h.s40.test a:h.s40.test a:h.s40.test a:h.s40.test a:h.s40.test a:h.s40.test ~all\"\nh A 192.0.2.7")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: eleven look-ups are too many",
                                "gmail",
                                "s41.test",
                                "@ TXT \"v=spf1 include:_spf.google.com a:h.s41.test a:h.s41.test a:h.s41.test a:h.s41.test a:h.s41.test a:h.s41.test a:h.s41.test ~all\"\nh A 192.0.2.7")
                        .spf("warn")
                        .saying("11 look-ups"),
                DnsCase.of(
                                "SPF: two void look-ups are borne",
                                "gmail",
                                "s42.test",
                                "@ TXT \"v=spf1 include:_spf.google.com a:v1.s42.test a:v2.s42.test ~all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: three void look-ups are too many",
                                "gmail",
                                "s43.test",
                                "@ TXT \"v=spf1 include:_spf.google.com a:v1.s43.test a:v2.s43.test mx:v3.s43.test ~all\"")
                        .spf("warn")
                        .saying("lead nowhere"),
                DnsCase.of(
                                "SPF: a host with IPv4 alone is not void",
                                "gmail",
                                "s44.test",
                                "@ TXT \"v=spf1 include:_spf.google.com a:h.s44.test a:h.s44.test mx ~all\"\nh A 192.0.2.7\n@ MX 10 h")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: more than ten addresses behind an mx",
                                "gmail",
                                "s45.test",
                                "@ TXT \"v=spf1 include:_spf.google.com mx ~all\"\n@ MX 10 m\nm A 192.0.2.1\nm A 192.0.2.2\nm A 192.0.2.3\nm A 192.0.2.4\nm A 192.0.2.5\nm A 192.0.2.6\nm A 192.0.2.7\nm A 192.0.2.8\nm A 192.0.2.9\nm A 192.0.2.10\nm A 192.0.2.11")
                        .spf("warn")
                        .saying("ten addresses"),
                DnsCase.of(
                                "SPF: a macro is no permission",
                                "gmail",
                                "s46.test",
                                "@ TXT \"v=spf1 exists:%{i}._spf.s46.test ~all\"")
                        .spf("warn")
                        .saying("macro"),
                DnsCase.of(
                                "SPF: a macro beside the provider",
                                "gmail",
                                "s47.test",
                                "@ TXT \"v=spf1 include:_spf.google.com exists:%{i}._spf.s47.test ~all\"")
                        .spf("pass")
                        .saying("macro"),
                DnsCase.of(
                                "SPF: a record above the size of a datagram",
                                "gmail",
                                "s48.test",
                                "@ TXT \"v=spf1 ip4:10.0.0.1 ip4:10.0.1.1 ip4:10.0.2.1 ip4:10.0.3.1 ip4:10.0.4.1 ip4:10.0.5.1 ip4:10.0.6.1 ip4:10.0.7.1 ip4:10.0.8.1 ip4:10.0.9.1 ip4:10.0.10.1 ip4:10.0.11.1 \" \"ip4:10.1.0.1 ip4:10.1.1.1 ip4:10.1.2.1 ip4:10.1.3.1 ip4:10.1.4.1 ip4:10.1.5.1 ip4:10.1.6.1 ip4:10.1.7.1 ip4:10.1.8.1 ip4:10.1.9.1 ip4:10.1.10.1 ip4:10.1.11.1 \" \"ip4:10.2.0.1 ip4:10.2.1.1 ip4:10.2.2.1 ip4:10.2.3.1 ip4:10.2.4.1 ip4:10.2.5.1 ip4:10.2.6.1 ip4:10.2.7.1 ip4:10.2.8.1 ip4:10.2.9.1 ip4:10.2.10.1 ip4:10.2.11.1 \" \"ip4:10.3.0.1 ip4:10.3.1.1 ip4:10.3.2.1 ip4:10.3.3.1 ip4:10.3.4.1 ip4:10.3.5.1 ip4:10.3.6.1 ip4:10.3.7.1 ip4:10.3.8.1 ip4:10.3.9.1 ip4:10.3.10.1 ip4:10.3.11.1 \" \"ip4:10.4.0.1 ip4:10.4.1.1 ip4:10.4.2.1 ip4:10.4.3.1 ip4:10.4.4.1 ip4:10.4.5.1 ip4:10.4.6.1 ip4:10.4.7.1 ip4:10.4.8.1 ip4:10.4.9.1 ip4:10.4.10.1 ip4:10.4.11.1 \" \"ip4:10.5.0.1 ip4:10.5.1.1 ip4:10.5.2.1 ip4:10.5.3.1 ip4:10.5.4.1 ip4:10.5.5.1 ip4:10.5.6.1 ip4:10.5.7.1 ip4:10.5.8.1 ip4:10.5.9.1 ip4:10.5.10.1 ip4:10.5.11.1 \" \"ip4:10.6.0.1 ip4:10.6.1.1 ip4:10.6.2.1 ip4:10.6.3.1 ip4:10.6.4.1 ip4:10.6.5.1 ip4:10.6.6.1 ip4:10.6.7.1 ip4:10.6.8.1 ip4:10.6.9.1 ip4:10.6.10.1 ip4:10.6.11.1 \" \"ip4:10.7.0.1 ip4:10.7.1.1 ip4:10.7.2.1 ip4:10.7.3.1 ip4:10.7.4.1 ip4:10.7.5.1 ip4:10.7.6.1 ip4:10.7.7.1 ip4:10.7.8.1 ip4:10.7.9.1 ip4:10.7.10.1 ip4:10.7.11.1 \" \"include:_spf.google.com ~all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: an alias at the domain's own name",
                                "gmail",
                                "s49.test",
                                "www CNAME real.s49.test.\nreal TXT \"v=spf1 include:_spf.google.com ~all\"")
                        .asking("www.s49.test")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: Microsoft 365 by include",
                                "microsoft365",
                                "s50.test",
                                "@ TXT \"v=spf1 include:spf.protection.outlook.com -all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: Microsoft 365 of a government",
                                "microsoft365",
                                "s51.test",
                                "@ TXT \"v=spf1 include:spf.protection.office365.us -all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: a wildcard answers for the record",
                                "gmail",
                                "s52.test",
                                "* TXT \"v=spf1 include:_spf.google.com ~all\"")
                        .asking("any.s52.test")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: the relay's address is covered",
                                "smtp",
                                "s53.test",
                                "@ TXT \"v=spf1 ip4:203.0.113.0/24 -all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: the relay's address is not covered",
                                "smtp",
                                "s54.test",
                                "@ TXT \"v=spf1 ip4:198.51.100.0/24 -all\"")
                        .spf("warn")
                        .saying("does not allow"),
                DnsCase.of(
                                "SPF: the relay is covered by an a of its host",
                                "smtp",
                                "s55.test",
                                "@ TXT \"v=spf1 a:relay.test -all\"")
                        .spf("pass"));
    }

    private static List<DnsCase> dkim() {
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
                        .saying("selector is not known"),
                DnsCase.of(
                                "DKIM: Mailgun's automatic selectors",
                                "mailgun",
                                "k83.test",
                                "pdk1._domainkey CNAME s1.domainkey.u1.wl1.sendgrid.net.\npdk2._domainkey CNAME s2.domainkey.u1.wl1.sendgrid.net.")
                        .dkim("pass"),
                DnsCase.of("DKIM: SES without known tokens", "ses", "k84.test", "@ TXT \"x\"")
                        .dkim("unknown")
                        .saying("tokens are not known"),
                DnsCase.of("DKIM: a relay without a known selector", "smtp", "k85.test", "@ TXT \"x\"")
                        .dkim("unknown")
                        .saying("selector"));
    }

    private static List<DnsCase> dmarc() {
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
