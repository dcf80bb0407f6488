package io.asteris.dispatcher.provider.sendgrid;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.api.Api;
import io.asteris.platform.egress.HttpBody;
import io.asteris.platform.egress.HttpCall;
import io.asteris.platform.egress.HttpResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What SendGrid is asked. */
final class SendGridApi implements Api {
    /** Stands for the sender in a trial when the settings name none. */
    private static final String NOBODY = "trial@example.com";

    private final URI mailSend;
    private final String key;
    private final @Nullable String fromEmail;

    SendGridApi(String origin, String key, @Nullable String fromEmail) {
        this.mailSend = URI.create(origin + "/v3/mail/send");
        this.key = key;
        this.fromEmail = fromEmail;
    }

    @Override
    public HttpCall send(Outgoing message) {
        return post(SendGridMail.of(message));
    }

    @Override
    public Answer answer(HttpResult.Answered answered, Outgoing message) {
        return SendGridAnswers.answer(answered);
    }

    /** Sandbox mode: the mail is checked and not sent. A key that may only send may do no other check. */
    @Override
    public HttpCall trial() {
        JsonObject nobody = new JsonObject().put("email", Objects.requireNonNullElse(fromEmail, NOBODY));
        return post(HttpBody.of(new JsonObject()
                .put("personalizations", new JsonArray().add(new JsonObject().put("to", new JsonArray().add(nobody))))
                .put("from", nobody)
                .put("subject", "Asteris SMTP test")
                .put(
                        "content",
                        new JsonArray()
                                .add(new JsonObject().put("type", "text/plain").put("value", "A trial, not sent.")))
                .put("mail_settings", new JsonObject().put("sandbox_mode", new JsonObject().put("enable", true)))
                .encode()));
    }

    @Override
    public Provider.Check finding(HttpResult.Answered answered) {
        return SendGridAnswers.finding(answered, fromEmail != null);
    }

    private HttpCall post(HttpBody body) {
        return HttpCall.post(mailSend, "application/json", body)
                .with("Authorization", "Bearer " + key)
                .with("Accept", "application/json");
    }
}
