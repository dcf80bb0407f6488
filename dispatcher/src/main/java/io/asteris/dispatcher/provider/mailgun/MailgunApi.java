package io.asteris.dispatcher.provider.mailgun;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.api.AccountQuestion;
import io.asteris.dispatcher.provider.api.Api;
import io.asteris.platform.egress.HttpCall;
import io.asteris.platform.egress.HttpResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What Mailgun is asked. */
final class MailgunApi implements Api {
    private final URI messages;
    private final URI settings;
    private final String domain;
    private final String authorization;

    MailgunApi(String origin, String domain, String key) {
        this.messages = URI.create(origin + "/v3/" + domain + "/messages");
        this.settings = URI.create(origin + "/v4/domains/" + domain);
        this.domain = domain;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString(("api:" + key).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public HttpCall send(Outgoing message) {
        return post(MailgunMail.of(message));
    }

    @Override
    public Answer answer(HttpResult.Answered answered, Outgoing message) {
        return MailgunAnswers.answer(answered);
    }

    /**
     * A mail without sender and recipient, in test mode besides: Mailgun looks at key and domain first, and then says what is missing.
     * A sending key may ask nothing else, and nothing can go out.
     */
    @Override
    public HttpCall trial() {
        return post(new MultipartForm().field("o:testmode", "yes"));
    }

    @Override
    public Provider.Check finding(HttpResult.Answered answered) {
        return MailgunAnswers.finding(answered);
    }

    /** Whatever the From domain is, Mailgun signs for the sending domain. */
    @Override
    public List<AccountQuestion> account(List<String> fromDomains) {
        return List.of(new AccountQuestion(
                signedIn(HttpCall.get(settings)), answered -> MailgunDomain.facts(domain, answered)));
    }

    private HttpCall post(MultipartForm form) {
        return signedIn(HttpCall.post(messages, form.contentType(), form.body()));
    }

    private HttpCall signedIn(HttpCall call) {
        return call.with("Authorization", authorization).with("Accept", "application/json");
    }
}
