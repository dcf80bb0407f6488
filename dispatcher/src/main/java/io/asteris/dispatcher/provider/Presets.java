package io.asteris.dispatcher.provider;

import io.asteris.dispatcher.provider.gmail.GmailProviderFactory;
import io.asteris.dispatcher.provider.mailgun.MailgunProviderFactory;
import io.asteris.dispatcher.provider.microsoft365.Microsoft365ProviderFactory;
import io.asteris.dispatcher.provider.sendgrid.SendGridProviderFactory;
import io.asteris.dispatcher.provider.ses.SesProviderFactory;
import io.asteris.dispatcher.provider.smtp.SmtpProviderFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** All presets, in the order in which they are shown. A new way out is one line here and a package of its own. */
@ApplicationScoped
public class Presets {
    private final List<Preset> all;

    Presets(
            GmailProviderFactory gmail,
            Microsoft365ProviderFactory microsoft365,
            SendGridProviderFactory sendgrid,
            MailgunProviderFactory mailgun,
            SesProviderFactory ses,
            SmtpProviderFactory smtp) {
        all = List.of(
                new Preset("gmail", "Gmail", PresetFields.GMAIL, false, gmail),
                new Preset("microsoft365", "Microsoft 365", PresetFields.MICROSOFT365, false, microsoft365),
                new Preset("sendgrid", "SendGrid", PresetFields.SENDGRID, true, sendgrid),
                new Preset("mailgun", "Mailgun", PresetFields.MAILGUN, true, mailgun),
                new Preset("ses", "Amazon SES", PresetFields.SES, true, ses),
                new Preset("smtp", "Generic SMTP", PresetFields.SMTP, false, smtp));
    }

    /** All of them. */
    public List<Preset> all() {
        return all;
    }

    /** The preset of that name. */
    public Optional<Preset> named(String name) {
        return all.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }
}
