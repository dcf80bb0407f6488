package io.asteris.dispatcher.provider.smtp;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.mime.MessageRenderer;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.smtp.SmtpCheck;
import io.asteris.dispatcher.smtp.SmtpClient;
import io.asteris.dispatcher.smtp.SmtpEndpoint;
import io.asteris.dispatcher.smtp.SmtpEnvelope;
import io.asteris.dispatcher.smtp.SmtpRecipient;
import io.smallrye.mutiny.Uni;

/** Hands messages to one SMTP server. */
final class SmtpProvider implements Provider {
    private final SmtpClient client;
    private final SmtpEndpoint endpoint;

    SmtpProvider(SmtpClient client, SmtpEndpoint endpoint) {
        this.client = client;
        this.endpoint = endpoint;
    }

    /** Renders on the caller's thread, which is not an event loop. */
    @Override
    public Uni<Answer> send(Outgoing message) {
        return Uni.createFrom().deferred(() -> {
            var envelope = new SmtpEnvelope(
                    message.envelope().from().address(),
                    message.owedRecipients().stream()
                            .map(recipient -> new SmtpRecipient(
                                    recipient.position(), recipient.mailbox().address()))
                            .toList());
            var rendered = MessageRenderer.render(message.envelope(), message.body(), message.attachments());
            return client.send(endpoint, envelope, rendered);
        });
    }

    @Override
    public Uni<Check> check() {
        return client.check(endpoint).map(found -> new Check(found instanceof SmtpCheck.Works, found.words()));
    }
}
