package io.asteris.contract;

import java.util.Set;

/**
 * The published list of large mailbox providers that an event may name as a recipient's domain. Every other domain travels as
 * {@code other}, because a small domain can name a person.
 */
public final class MailboxDomain {
    /** What stands for a domain that is not on the list. */
    public static final String OTHER = "other";

    /** The list, in lower case; it may grow, it never shrinks. */
    public static final Set<String> LARGE = Set.of(
            "gmail.com",
            "googlemail.com",
            "outlook.com",
            "hotmail.com",
            "live.com",
            "msn.com",
            "yahoo.com",
            "ymail.com",
            "yahoo.co.uk",
            "yahoo.co.jp",
            "aol.com",
            "icloud.com",
            "me.com",
            "mac.com",
            "gmx.de",
            "gmx.net",
            "gmx.com",
            "web.de",
            "t-online.de",
            "mail.ru",
            "yandex.ru",
            "qq.com",
            "163.com",
            "126.com",
            "proton.me",
            "protonmail.com",
            "zoho.com",
            "fastmail.com",
            "orange.fr",
            "wanadoo.fr",
            "free.fr",
            "libero.it",
            "seznam.cz",
            "wp.pl",
            "comcast.net",
            "verizon.net",
            "att.net",
            "btinternet.com",
            "naver.com",
            "uol.com.br");

    private MailboxDomain() {}

    /** The word for a recipient's domain: itself when it is on the list, {@code other} when not. */
    public static String of(EmailAddress address) {
        return LARGE.contains(address.domain()) ? address.domain() : OTHER;
    }
}
