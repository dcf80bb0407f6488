package io.asteris.deliverability.check;

import java.util.List;

/** SPF records by how they are published, written and followed, with the verdict that each deserves. */
final class SpfRecordCases {
    private SpfRecordCases() {}

    static List<DnsCase> all() {
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
                                "SPF: capital letters make no difference",
                                "sendgrid",
                                "s5.test",
                                "@ TXT \"V=SPF1 Include:SendGrid.net -ALL\"")
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
                                "SPF: a wildcard answers for the record",
                                "gmail",
                                "s52.test",
                                "* TXT \"v=spf1 include:_spf.google.com ~all\"")
                        .asking("any.s52.test")
                        .spf("pass"));
    }
}
