package io.asteris.deliverability.channel;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Mail by the operator's own SMTP, which no site's provider has a part in. */
@Singleton
class MailCourier {
    private static final Pattern REPLY = Pattern.compile("\\b[245][0-9]{2}(?:[ -][245]\\.[0-9]{1,3}\\.[0-9]{1,3})?\\b");

    private final ReactiveMailer mailer;
    private final Optional<String> host;

    MailCourier(ReactiveMailer mailer, @ConfigProperty(name = "asteris.alerts.smtp.host") Optional<String> host) {
        this.mailer = mailer;
        this.host = host;
    }

    Uni<Optional<String>> bring(Reach reach, Message message) {
        if (host.isEmpty()) {
            return problem("the operator has set no SMTP server for alerts (asteris.alerts.smtp.host)");
        }
        if (reach.recipient() == null) {
            return problem("the site has no recipient and no admin address");
        }
        Mail mail = Mail.withText(reach.recipient(), "[Asteris] " + message.title(), body(message))
                .addHeader("Auto-Submitted", "auto-generated")
                .addHeader("X-Asteris-Alert", message.id().toString());
        return mailer.send(mail)
                .map(sent -> Optional.<String>empty())
                .onFailure()
                .recoverWithItem(failure -> Optional.of(reason(failure)));
    }

    private static String body(Message message) {
        return message.summary() + ".\n\nSince: " + message.since() + "\n"
                + (message.link() == null ? "" : "More: " + message.link() + "\n")
                + "\nYou get this because you are named as the recipient of alerts of this site.\n";
    }

    /** A server's words may quote the address, so only its code is passed on. */
    private static String reason(Throwable failure) {
        Matcher reply = REPLY.matcher(String.valueOf(failure.getMessage()));
        return reply.find()
                ? "the SMTP server for alerts answered " + reply.group()
                : "the SMTP server for alerts could not be reached";
    }

    private static Uni<Optional<String>> problem(String sentence) {
        return Uni.createFrom().item(Optional.of(sentence));
    }
}
