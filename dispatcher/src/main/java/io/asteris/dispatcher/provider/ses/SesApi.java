package io.asteris.dispatcher.provider.ses;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.api.AccountQuestion;
import io.asteris.dispatcher.provider.api.Api;
import io.asteris.platform.egress.HttpCall;
import io.asteris.platform.egress.HttpResult;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What SES is asked. */
final class SesApi implements Api {
    private final URI emails;
    private final URI account;
    private final String identities;
    private final SigV4 signer;
    private final @Nullable String configurationSet;
    private final InstantSource clock;

    SesApi(String origin, SigV4 signer, @Nullable String configurationSet, InstantSource clock) {
        this.emails = URI.create(origin + "/v2/email/outbound-emails");
        this.account = URI.create(origin + "/v2/email/account");
        this.identities = origin + "/v2/email/identities/";
        this.signer = signer;
        this.configurationSet = configurationSet;
        this.clock = clock;
    }

    @Override
    public HttpCall send(Outgoing message) {
        return signer.sign(
                HttpCall.post(emails, "application/json", SesMail.of(message, configurationSet)), clock.instant());
    }

    @Override
    public Answer answer(HttpResult.Answered answered, Outgoing message) {
        return SesAnswers.answer(answered, message);
    }

    @Override
    public HttpCall trial() {
        return get(account);
    }

    @Override
    public Provider.Check finding(HttpResult.Answered answered) {
        return SesAnswers.finding(answered);
    }

    @Override
    public List<AccountQuestion> account(List<String> fromDomains) {
        Stream<AccountQuestion> ofTheAccount = Stream.of(new AccountQuestion(get(account), SesAccount::facts));
        Stream<AccountQuestion> ofDomains = fromDomains.stream()
                .map(domain -> new AccountQuestion(
                        get(URI.create(identities + domain)), answered -> SesIdentity.facts(domain, answered)));
        return Stream.concat(ofTheAccount, ofDomains).toList();
    }

    private HttpCall get(URI target) {
        return signer.sign(HttpCall.get(target), clock.instant());
    }
}
