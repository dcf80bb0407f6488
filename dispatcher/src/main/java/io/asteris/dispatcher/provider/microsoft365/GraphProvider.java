package io.asteris.dispatcher.provider.microsoft365;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.dispatcher.mime.MessageRenderer;
import io.asteris.dispatcher.oauth.BearerCalls;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.api.MessageBody;
import io.asteris.dispatcher.smtp.MessageSource;
import io.asteris.platform.egress.HttpBody;
import io.asteris.platform.egress.HttpCall;
import io.smallrye.mutiny.Uni;
import java.net.URI;

/** Hands messages to one mailbox of Microsoft 365, as MIME: the JSON way loses alternatives and the caller's own headers. */
final class GraphProvider implements Provider {
    /**
     * What Graph takes in one request. More would need a draft and an upload session, and with them the right to read and write the
     * mailbox, which is not asked for.
     */
    static final long MOST = 4 * 1024 * 1024;

    private static final String SEND = "/v1.0/me/sendMail";
    private static final String ME = "/v1.0/me";

    private final BearerCalls calls;
    private final String origin;

    GraphProvider(BearerCalls calls, String origin) {
        this.calls = calls;
        this.origin = origin;
    }

    /** Renders on the caller's thread, which is not an event loop. */
    @Override
    public Uni<Answer> send(Outgoing message) {
        return Uni.createFrom().deferred(() -> {
            MessageSource mime = MessageRenderer.renderWithBcc(
                            message.envelopeToOwed(), message.body(), message.attachments())
                    .asSmtpUtf8();
            HttpBody body = MessageBody.base64(mime);
            return body.size() > MOST
                    ? Uni.createFrom().item(tooLarge(body.size()))
                    : calls.send(HttpCall.post(URI.create(origin + SEND), "text/plain", body), GraphAnswers::ofSend);
        });
    }

    @Override
    public Uni<Check> check() {
        return calls.check(HttpCall.get(URI.create(origin + ME)), GraphAnswers::ofMe)
                .map(answer -> answer instanceof Answer.Taken
                        ? new Check(true, "Microsoft 365 accepts the sign-in and knows the account.")
                        : new Check(false, answer.said().line()));
    }

    private static Answer tooLarge(long size) {
        return Answer.Refused.message(Said.ours("Microsoft 365 takes requests of at most " + MOST
                + " octets, which is about 3 MB with attachments; this one would have " + size + "."));
    }
}
