package io.asteris.deliverability.check;

import java.util.List;

/** SPF records by whom they allow: the provider, others, or everybody; with the verdict that each deserves. */
final class SpfSenderCases {
    private SpfSenderCases() {}

    static List<DnsCase> all() {
        return List.of(
                DnsCase.of(
                                "SPF: the provider is included",
                                "sendgrid",
                                "s4.test",
                                "@ TXT \"v=spf1 include:sendgrid.net ~all\"")
                        .spf("pass"),
                DnsCase.of(
                                "SPF: SendGrid's account host counts as SendGrid",
                                "sendgrid",
                                "s6.test",
                                "@ TXT \"v=spf1 include:u123.wl045.sendgrid.net ~all\"")
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
}
