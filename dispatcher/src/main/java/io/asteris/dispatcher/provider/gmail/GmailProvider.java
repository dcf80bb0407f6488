package io.asteris.dispatcher.provider.gmail;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.dispatcher.mime.MessageRenderer;
import io.asteris.dispatcher.oauth.BearerCalls;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.api.MessageBody;
import io.asteris.dispatcher.smtp.MessageSource;
import io.asteris.platform.egress.HttpCall;
import io.smallrye.mutiny.Uni;
import java.net.URI;

/** Hands messages to one Gmail account. */
final class GmailProvider implements Provider {
    /** What the media way takes, in octets of the message. */
    static final long MOST = 36_700_160;

    /** Above this a message goes the media way; the JSON way is for bodies of some 5 MB. */
    static final long SMALL = 3 * 1024 * 1024;

    private static final String SEND = "/gmail/v1/users/me/messages/send";
    private static final String UPLOAD = "/upload/gmail/v1/users/me/messages/send?uploadType=media";
    private static final String PROFILE = "/gmail/v1/users/me/profile";

    private final BearerCalls calls;
    private final String origin;

    GmailProvider(BearerCalls calls, String origin) {
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
            return mime.size() > MOST
                    ? Uni.createFrom().item(tooLarge(mime.size()))
                    : calls.send(call(mime), GmailAnswers::ofSend);
        });
    }

    /** The right to send does not include the profile, so being refused that by name is as good as seeing it. */
    @Override
    public Uni<Check> check() {
        return calls.check(HttpCall.get(URI.create(origin + PROFILE)), GmailAnswers::ofProfile)
                .map(answer -> answer instanceof Answer.Taken
                        ? new Check(true, "Gmail accepts the sign-in and lets this account send.")
                        : new Check(false, answer.said().line()));
    }

    private HttpCall call(MessageSource mime) {
        return mime.size() <= SMALL
                ? HttpCall.post(
                        URI.create(origin + SEND),
                        "application/json",
                        MessageBody.base64Url("{\"raw\":\"", mime, "\"}"))
                : HttpCall.post(URI.create(origin + UPLOAD), "message/rfc822", MessageBody.plain(mime));
    }

    private static Answer tooLarge(long size) {
        return Answer.Refused.message(Said.ours("Gmail takes messages of at most " + MOST
                + " octets; with its attachments this one has " + size + "."));
    }
}
