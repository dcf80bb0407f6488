package io.asteris.deliverability.preset;

import java.util.Arrays;
import java.util.Locale;

/** The values that providers publish for their customers' DNS, and where they say so. */
enum PresetData {
    SENDGRID(
            "SendGrid",
            "sendgrid.net",
            "Twilio SendGrid documentation, DKIM records, SPF records and automated security"),
    MAILGUN("Mailgun", "mailgun.org", "Mailgun documentation, domains API and DKIM security"),
    SES("Amazon SES", "amazonses.com", "Amazon SES developer guide, Easy DKIM, SPF and custom MAIL FROM"),
    GMAIL("Google", "_spf.google.com", "Google Workspace Admin help, SPF and DKIM"),
    MICROSOFT365(
            "Microsoft 365",
            "spf.protection.outlook.com",
            "Microsoft Defender documentation, SPF and DKIM configuration, June 2025"),
    SMTP("the relay", "", "RFC 7208; who runs the relay knows its outgoing addresses");

    private final String title;
    private final String include;
    private final String source;

    PresetData(String title, String include, String source) {
        this.title = title;
        this.include = include;
        this.source = source;
    }

    /** The data of a preset; those of a relay for one that has none. */
    static PresetData named(String preset) {
        return Arrays.stream(values())
                .filter(data -> data.name().toLowerCase(Locale.ROOT).equals(preset))
                .findFirst()
                .orElse(SMTP);
    }

    /** The provider as people call it. */
    String title() {
        return title;
    }

    /** The name to include in SPF. */
    String include() {
        return include;
    }

    /** Where the values come from. */
    String source() {
        return source;
    }
}
